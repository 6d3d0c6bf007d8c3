"""Whether an account may ask for one more reservation code."""

from datetime import datetime

from ..attempts import require_left, tally
from ..db import reading
from ..rules import limits
from ..rules.limits import Origin
from ..scope import Actor


def require_code_try(actor: Actor, origin: Origin, now: datetime) -> None:
    """Nothing, if so.

    :raises Refused: ``TOO_MANY_CODES``.
    """
    require_left(reading(), [tally(limits.codes_of(actor.role), origin.key, now, actor.account_id)])
