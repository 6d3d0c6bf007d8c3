"""Remove what is past its keeping time (settings ``KEEP_…``), and the people from visits of long ago."""

from datetime import datetime, timedelta

from flask import current_app

from booking.actions.anonymise_slot import anonymise_slot
from booking.actions.purge_account import purge_account
from booking.actions.purge_children import purge_children
from booking.actions.purge_rows import purge_rows
from booking.config import Keeping
from booking.queries.due import slots_with_people, unconfirmed_accounts
from booking.rules.times import seoul_date


def run(now: datetime) -> int:
    """Remove what is due; return how many rows were deleted or made nameless."""
    keeping: Keeping = current_app.config["SETTINGS"].keeping
    unconfirmed_since = now - timedelta(days=keeping.unconfirmed_accounts_days)
    visits_before = seoul_date(now) - timedelta(days=keeping.visits_days)
    return (
        purge_rows(keeping, now=now)
        + sum(
            purge_account(account_id, before=unconfirmed_since, now=now)
            for account_id in unconfirmed_accounts(unconfirmed_since)
        )
        + sum(anonymise_slot(slot_id, now=now) for slot_id in slots_with_people(visits_before))
        + purge_children(now=now)
    )
