"""Which columns are written in bulk; a row is a tuple of plain values in this order."""

COLUMNS = {
    "family": ("id", "created_at", "walk_in", "writes", "residence_known", "residence_district_id", "life_zone"),
    "account": (
        *("id", "role", "email", "name", "phone", "password_hash", "family_id", "cafe_id", "district_id"),
        *("created_at", "email_confirmed_at", "demo"),
    ),
    "consent": ("id", "account_id", "kind", "version", "given_at"),
    "child": ("id", "family_id", "name", "birth_date", "created_at"),
    "sign_in": ("id", "account_id", "secret_hash", "created_at"),
    "slot": (
        *("id", "cafe_id", "date", "day_key", "period_number", "starts_at", "ends_at"),
        *("timetable_capacity", "capacity", "taken", "board_opened_at", "on_holiday"),
    ),
    "reservation": (
        *("id", "code", "slot_id", "family_id", "account_id", "adults", "source", "request_id", "request_hash"),
        *("reserved_at", "sequence"),
    ),
    "visit": (
        *("id", "reservation_id", "slot_id", "date", "child_id", "state", "reserved_at"),
        *("checked_in_at", "checked_out_at", "cancelled_at", "cancel_cause", "no_show_at"),
    ),
    "ledger": ("id", "slot_id", "reservation_id", "taken_change", "capacity_change", "cause", "at"),
    "notice": (
        *("id", "kind", "subject_id", "occasion", "account_id", "put_at", "due_at", "state", "attempts", "done_at"),
        *("skip_reason",),
    ),
}
TABLES = tuple(COLUMNS)
Value = str | int | None
Row = tuple[Value, ...]
