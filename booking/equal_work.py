"""The same work whatever the case, so that how long it took does not tell which case it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session


@contextmanager
def kept_if(session: Session, wanted: bool) -> Iterator[None]:
    """Do the block either way; keep what it wrote if ``wanted``, else take it back as if it had not been."""
    savepoint = session.begin_nested()
    yield
    session.flush()
    if wanted:
        savepoint.commit()
    else:
        savepoint.rollback()
