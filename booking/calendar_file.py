"""The calendar file of a reservation (.ics): what calendars on phones take in, replace and take out again."""

from datetime import date, datetime

from icalendar import Calendar, Event, vUri

from .rules.times import seoul


def calendar_file(
    *,
    code: str,
    host: str,
    sequence: int,
    starts_at: datetime,
    ends_at: datetime,
    summary: str,
    location: str,
    description: str,
    url: str,
    cancelled: bool,
    stamped_at: datetime,
) -> bytes:
    """One reservation as a calendar file (RFC 5545), with Seoul's time zone inside.

    The UID is made of the reservation's ``code`` and the service's ``host`` and never changes; ``sequence`` rises with every
    change, so a newer file replaces the older entry, and a ``cancelled`` one (METHOD:CANCEL) takes it out. ``starts_at`` and
    ``ends_at`` are aware; ``stamped_at`` is the instant at which the file is made.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Seoul Kids Cafe//Booking//KO")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"reservation-{code}@{host}")
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at)
    event.add("dtstart", seoul(starts_at))
    event.add("dtend", seoul(ends_at))
    event.add("summary", summary)
    event.add("location", location)
    event.add("description", description)
    event.add("url", vUri(url))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(event)
    # From 2000 on: Seoul's earlier summer times would only make the file longer.
    calendar.add_missing_timezones(first_date=date(2000, 1, 1))
    return calendar.to_ical()
