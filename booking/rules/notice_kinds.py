"""The kinds of notices, and what their subject is."""

RESERVED = "reserved"
REMINDER_DAY = "reminder_day"
REMINDER_HOURS = "reminder_hours"
CANCELLED = "cancelled"
CAPACITY_CANCELLED = "capacity_cancelled"
CLOSED = "closed"
NO_SHOW = "no_show"
MOVED = "moved"
SUSPENDED = "suspended"
CONFIRM_EMAIL = "confirm_email"
RESET_PASSWORD = "reset_password"  # noqa: S105
INVITE_GUARDIAN = "invite_guardian"
INVITE_STAFF = "invite_staff"
INVITE_ADMIN = "invite_admin"
ALREADY_REGISTERED = "already_registered"

ABOUT_RESERVATION = (
    RESERVED,
    REMINDER_DAY,
    REMINDER_HOURS,
    CANCELLED,
    CAPACITY_CANCELLED,
    CLOSED,
    NO_SHOW,
    MOVED,
    SUSPENDED,
)
ABOUT_LINK = (CONFIRM_EMAIL, RESET_PASSWORD, INVITE_GUARDIAN, INVITE_STAFF, INVITE_ADMIN)
