"""The API for programs, ``/api/v1``: the same actions and queries as the pages, JSON in and out, a bearer token instead of a
cookie. One blueprint per audience, each with one guard."""

from .edges import BLUEPRINTS

from . import (  # noqa: F401  isort: skip  (each module adds its routes)
    cafes,
    slots,
    availability,
    why,
    tokens,
    account,
    children,
    reservations,
    lines,
    residence,
    boards,
    door,
    concessions,
    capacities,
    closings,
    no_shows,
    document,
)

__all__ = ["BLUEPRINTS"]
