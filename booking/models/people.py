"""Who: families, the accounts that act, children, consents, sign-ins, and the links that travel by mail."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model, UtcDateTime


class Family(Model):
    """가족: guardians and children together. Its row is what one family's writes queue on.

    ``walk_in`` families have no account: staff took them in at the door. ``residence_known``: the family said where it
    lives: in ``residence_district_id``, or outside Seoul (null), with work, school or business in Seoul (``life_zone``).
    """

    __tablename__ = "family"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    walk_in: Mapped[bool] = mapped_column(default=False)
    writes: Mapped[int] = mapped_column(default=0)
    residence_known: Mapped[bool] = mapped_column(default=False)
    residence_district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    life_zone: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("residence_known OR (residence_district_id IS NULL AND NOT life_zone)", name="residence_said"),
    )


class FamilyConcession(Model):
    """감면: what a family has shown at a door, remembered until it expires. A newer showing is another row."""

    __tablename__ = "family_concession"

    id: Mapped[int] = mapped_column(primary_key=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date] = mapped_column(Date)
    proved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proved_in_cafe_id: Mapped[int] = mapped_column(ForeignKey("cafe.id"))


UNCONFIRMED = "email_confirmed_at IS NULL AND forgotten_at IS NULL"


class Account(Model):
    """A person who signs in: a guardian of a family, staff of a café, or an official of a district or the city.

    A deleted account keeps its row without any personal data (``forgotten_at``), so that logs stay explainable.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(8))
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    family_id: Mapped[int | None] = mapped_column(ForeignKey("family.id"), index=True)
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    demo: Mapped[bool] = mapped_column(default=False)

    family: Mapped[Family | None] = relationship()

    __table_args__ = (
        CheckConstraint("role IN ('guardian', 'staff', 'admin')", name="role_known"),
        CheckConstraint("(role = 'guardian') = (family_id IS NOT NULL)", name="guardian_has_family"),
        CheckConstraint("(role = 'staff') = (cafe_id IS NOT NULL)", name="staff_has_cafe"),
        CheckConstraint("district_id IS NULL OR role = 'admin'", name="district_for_admin_only"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(email IS NULL) = (forgotten_at IS NOT NULL)", name="email_until_forgotten"),
        Index("uq_account_email", "email", unique=True),
        Index(
            "ix_account_unconfirmed",
            "created_at",
            sqlite_where=text(UNCONFIRMED),
            postgresql_where=text(UNCONFIRMED),
        ),
    )


class Consent(Model):
    """A guardian's recorded consent: to what (``kind``), in which wording (``version``), when."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Child(Model):
    """이용자: a child of a family. A removed child keeps its row while visits refer to it."""

    __tablename__ = "child"

    id: Mapped[int] = mapped_column(primary_key=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    birth_date: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Model):
    """One sign-in on one device. The cookie holds a secret; only its hash is here. Ended is ended everywhere.

    A sign-in with a ``name`` is an API token: it travels as a bearer token, never as a cookie, and ends by itself at
    ``expires_at``.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    name: Mapped[str | None] = mapped_column(String(60))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("(name IS NULL) = (expires_at IS NULL)", name="token_named_and_expiring"),)


class MailLink(Model):
    """What a link in a mail stands for: confirming an address, a new password, an invitation. Used once, until it expires.

    The link itself is this row's id, signed (:mod:`booking.links`); no secret is stored. ``next_path`` is the page that the
    person was on the way to: mail often opens in another browser, which knows nothing of the first one.
    """

    __tablename__ = "mail_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str | None] = mapped_column(String(40))
    family_id: Mapped[int | None] = mapped_column(ForeignKey("family.id"))
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_path: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        CheckConstraint(
            "kind IN ('confirm_email', 'reset_password', 'invite_guardian', 'invite_staff', 'invite_admin')",
            name="kind_known",
        ),
        CheckConstraint("(kind IN ('confirm_email', 'reset_password')) = (account_id IS NOT NULL)", name="for_whom"),
        CheckConstraint("account_id IS NOT NULL OR email IS NOT NULL OR used_at IS NOT NULL", name="to_somebody"),
        Index("ix_mail_link_email", "email", sqlite_where=text("used_at IS NULL")),
    )
