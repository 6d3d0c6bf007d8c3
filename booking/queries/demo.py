"""Are there demo people in this database?"""

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from ..db import reading
from ..models import Account


def has_demo_people() -> bool:
    """Whether an account of ``python -m seed demo`` is here. A database that is away or still empty has none."""
    session = reading()
    try:
        return session.scalar(select(Account.id).where(Account.demo).limit(1)) is not None
    except DBAPIError:
        return False
    finally:
        session.rollback()
