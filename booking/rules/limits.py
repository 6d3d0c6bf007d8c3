"""How often something that can be guessed, or that sends a mail, may be tried, and by whose count.

No limit may lock out the wrong people. One network address may be a mobile carrier's, with tens of thousands of families
behind it; so by address alone only numbers count that no crowd reaches by mistyping. Nobody may lock an owner out by
failing on purpose; so a browser that has signed in to the account before is counted by itself, apart from everybody else
(OWASP calls this a device cookie), and a new password by mail makes any browser such a one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from .refusals import Code, Refusal, no

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries of one ``kind`` by one subject in each window of so many ``minutes``; ``code`` says no.

    Windows lie end to end, so across the seam of two there can be twice as many in a short while.
    """

    kind: str
    most: int
    minutes: int
    code: Code

    def window_at(self, now: datetime) -> datetime:
        """The first instant of the window that ``now`` lies in."""
        length = timedelta(minutes=self.minutes)
        return EPOCH + (now - EPOCH) // length * length

    def refusal(self, now: datetime) -> Refusal:
        """The "no" of this limit: until when (``until``), and how many ``seconds`` that is."""
        until = self.window_at(now) + timedelta(minutes=self.minutes)
        return no(self.code, until=until, seconds=-(-(until - now) // timedelta(seconds=1)))


WRONG_HERE = Limit("wrong_here", 5, 15, Code.TOO_MANY_PASSWORDS)
"""Wrong passwords of one account from one network address, or from one browser that knows the account."""
WRONG_ANYWHERE = Limit("wrong_anywhere", 30, 60, Code.TOO_MANY_PASSWORDS)
"""Wrong passwords of one account from all addresses together; browsers that know the account do not count."""
WRONG_FROM_ADDRESS = Limit("wrong_from_address", 1000, 15, Code.TOO_MANY_PASSWORDS)
"""Wrong passwords of all accounts from one address; browsers that know the account do not count."""
WRONG_AGAIN = Limit("wrong_again", 5, 15, Code.TOO_MANY_PASSWORDS)
"""Wrong passwords typed again by who is signed in, by sign-in: a found phone does not tell the password."""

SIGN_UPS_FROM_ADDRESS = Limit("sign_ups_address", 2000, 60, Code.TOO_MANY_MAILS)
"""One sign-up hashes one password; so many take about a twentieth of what one processor hashes in an hour."""
RESETS_FROM_ADDRESS = Limit("resets_address", 1000, 60, Code.TOO_MANY_MAILS)
MAILS_TO_MAILBOX = Limit("mails_mailbox", 10, 60, Code.TOO_MANY_MAILS)
"""Sign-ups and new passwords asked for one mail address, whether it has an account or not. Each mail's link lives for two
hours at least, so who has got so many mails has a way in."""

CODES_OF_GUARDIAN = Limit("codes_guardian", 30, 10, Code.TOO_MANY_CODES)
CODES_OF_STAFF = Limit("codes_staff", 120, 10, Code.TOO_MANY_CODES)
"""Codes that nobody has, by account: a queue stands at the door, and codes are misread."""


def codes_of(role: str) -> Limit:
    """How many codes that nobody has an account of this role may ask for."""
    return CODES_OF_STAFF if role == "staff" else CODES_OF_GUARDIAN


LONGEST_MINUTES = 60
"""The longest window of all: what is older counts for nothing."""


@dataclass(frozen=True)
class Origin:
    """Where a try comes from: a network address and, if this browser signed in before, its ``device`` and the accounts it
    signed in to. ``key`` is what subjects are hashed with, so that the table of tries says nothing about anybody."""

    address: str
    key: str
    device: str | None = None
    knows: frozenset[int] = frozenset()


def network(address: str) -> str:
    """What counts as one address: an IPv4 address (without a port that a proxy may add), of IPv6 the first 64 bits, because
    one line has all that follow."""
    text = address.strip()[:64]
    host = text.rpartition(":")[0] if text.count(":") == 1 else text.strip("[]")
    try:
        found = ip_address(host)
    except ValueError:
        return text
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)
