"""A "no" that is part of an answer: may this child come?"""

from .. import words
from ..rules.refusals import Refusal
from .values import Shown


class No(Shown):
    """Why not: the code that the act would be refused with, and its sentence."""

    code: str
    message: str


def no_of(refusal: Refusal | None) -> No | None:
    """The refusal as it is answered."""
    return No(code=refusal.code.value, message=words.sentence(refusal)) if refusal else None
