"""Tables and constraints, without writing logic. Importing this package knows every table."""

from .answer import Answer
from .attempt import Attempt
from .job_run import JobRun
from .ledger import Ledger
from .line import Line, LineTicket
from .log import LogEntry
from .outbox import Notice
from .people import Account, Child, Consent, Family, FamilyConcession, MailLink, SignIn
from .place import Cafe, ClosedDay, District, TemporaryHoliday
from .reservation import Move, Reservation, Visit
from .slot import CapacityChange, Slot
from .statement import StatementRow

__all__ = [
    "Account",
    "Answer",
    "Attempt",
    "Cafe",
    "CapacityChange",
    "Child",
    "ClosedDay",
    "Consent",
    "District",
    "Family",
    "FamilyConcession",
    "JobRun",
    "Ledger",
    "Line",
    "LineTicket",
    "LogEntry",
    "MailLink",
    "Move",
    "Notice",
    "Reservation",
    "SignIn",
    "Slot",
    "StatementRow",
    "TemporaryHoliday",
    "Visit",
]
