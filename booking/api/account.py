"""The own account of a guardian."""

from ..queries.account import my_account
from .edges import guardian
from .routes import Asked, reads
from .values import Shown


class Me(Shown):
    """What the service knows of the person; the phone number in digits."""

    name: str
    email: str
    phone: str | None
    email_confirmed: bool


@reads(guardian, "/me", summary="내 정보", shown=Me)
def show_me(asked: Asked[None]) -> Me:
    found = my_account(asked.actor)
    return Me(name=found.name, email=found.email, phone=found.phone, email_confirmed=found.confirmed)
