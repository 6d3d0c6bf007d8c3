"""The numbers of the database as Prometheus gauges."""

from ..metrics import Gauge
from ..queries.gauges import Numbers


def gauges(found: Numbers | None) -> list[Gauge]:
    """Every gauge that is known; without a database only that it is away."""
    up = _one("kidscafe_database_up", "1 when the database answered this scrape.", float(found is not None))
    if found is None:
        return [up]
    notices = found.notices
    made = [
        up,
        _one("kidscafe_notices_due", "Notices to be sent now that no process has claimed.", notices.due),
        _one("kidscafe_notices_claimed", "Notices in a process's hands or waiting for their next try.", notices.claimed),
        _one("kidscafe_notices_failed_last_day", "Notices given up in the last 24 hours.", notices.failed_last_day),
        _one(
            "kidscafe_notices_oldest_due_seconds",
            "How long the longest waiting due notice waits.",
            notices.oldest_due_seconds,
        ),
        _of_jobs("kidscafe_job_past_due_seconds", "How long ago the job's next good run was due.", found.past_due_seconds),
        _of_jobs("kidscafe_job_failing", "1 when the job's last run failed.", found.failing),
        _one(
            "kidscafe_jobs_oldest_past_due_seconds",
            "How long ago the next good run of the most overdue job was due.",
            max(found.past_due_seconds.values(), default=0.0),
        ),
        _one("kidscafe_jobs_never_ran", "Jobs of the timetable that never ran well on this database.", found.never_ran),
        _one("kidscafe_line_stands", "1 while a waiting line is open before making reservations.", float(found.line_stands)),
        _one("kidscafe_line_waiting", "Families in the line whose turn has not come.", found.line_waiting),
        _one("kidscafe_line_pace", "Turns a second that the line gives.", found.line_pace),
    ]
    if found.differences is not None:
        meaning = "Slots whose counter, visits and ledger differed at the last comparison."
        made.append(_one("kidscafe_counter_differences", meaning, found.differences))
    if found.comparison_age_seconds is not None:
        made.append(_one("kidscafe_counter_comparison_age_seconds", "Age of that comparison.", found.comparison_age_seconds))
    return made


def _one(name: str, meaning: str, value: float) -> Gauge:
    return name, meaning, None, {"": value}


def _of_jobs(name: str, meaning: str, values: dict[str, float]) -> Gauge:
    return name, meaning, "job", values
