"""The blueprints of the API and who may enter each."""

from collections.abc import Callable

from flask import Blueprint, g

from ..rules.refusals import NotThere
from ..scope import Actor
from .bearer import bearer_actor

public = Blueprint("api_public", __name__)
account = Blueprint("api_account", __name__)
guardian = Blueprint("api_guardian", __name__)
staff = Blueprint("api_staff", __name__)
admin = Blueprint("api_admin", __name__)
BLUEPRINTS = (public, account, guardian, staff, admin)


def guard(*roles: str) -> Callable[[], None]:
    """A ``before_request``: without a good token 401; another role finds nothing there."""

    def enter() -> None:
        actor = bearer_actor()
        if actor.role not in roles:
            raise NotThere
        g.api_actor = actor

    return enter


account.before_request(guard("guardian", "staff", "admin"))
guardian.before_request(guard("guardian"))
staff.before_request(guard("staff"))
admin.before_request(guard("admin"))


def current_actor() -> Actor | None:
    """Whose token this request came with; ``None`` where none is asked for."""
    actor: Actor | None = g.get("api_actor")
    return actor
