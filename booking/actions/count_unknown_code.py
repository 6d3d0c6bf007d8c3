"""A code that no reservation has was asked for."""

from datetime import datetime

from ..attempts import count, tally
from ..db import transaction
from ..rules import limits
from ..rules.limits import Origin
from ..scope import Actor


def count_unknown_code(*, actor: Actor, origin: Origin, now: datetime) -> None:
    """Count it for the account.

    :raises Refused: ``TOO_MANY_CODES``.
    """
    with transaction() as session:
        count(session, [tally(limits.codes_of(actor.role), origin.key, now, actor.account_id)])
