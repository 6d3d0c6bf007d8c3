"""Rules as statements: one row for each section that a city, district or café states

What the columns of ``policy``, the rows of ``period`` and ``fact_source`` and the café's notes said becomes statements.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Row = Any
Marks = Mapping[tuple[int | None, str], tuple[int | None, str]]

SECTIONS = {
    "ages": {"age_basis": "basis", "age_min": "min", "age_max": "max"},
    "fees": {"fee_child_won": "child_won", "fee_adult_won": "adult_won"},
    "limits": {name: name for name in ("children_per_reservation", "visits_per_day")},
    "adults": {"adults_min": "min", "adults_per_child_max": "per_child_max"},
    "minutes": {
        name: name
        for name in (
            "cancel_minutes_before",
            "no_show_grace_minutes",
            "reserve_until_minutes_before_end",
            "check_in_minutes_before",
        )
    },
    "holidays": {name: name for name in ("open_on_holidays", "open_on_childrens_day", "open_on_labour_day")},
}
"""Columns of the old table, by section and key of the new one."""
WEEKDAYS = {"mon": "월", "tue": "화", "wed": "수", "thu": "목", "fri": "금", "sat": "토", "sun": "일"}
NOTES = ("socks", "entrance", "break", "visit")


def upgrade() -> None:
    """Forward only; ``0004`` removes what is no longer read."""
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("cafe_id", sa.Integer(), nullable=True),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=600), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("district_id IS NULL OR cafe_id IS NULL", name=op.f("ck_statement_one_scope")),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_statement_dates_upright")),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_statement_cafe_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_statement_created_by_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_statement_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index("ix_statement_scope", ["cafe_id", "district_id", "section"], unique=False)
    with op.batch_alter_table("cafe", schema=None) as batch_op:
        batch_op.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=600), nullable=True))
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("day_key", sa.String(length=10), nullable=True))
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    old = {
        name: sa.Table(name, sa.MetaData(), autoload_with=connection) for name in ("policy", "period", "fact_source", "cafe")
    }
    rows = {name: list(connection.execute(sa.select(table)).mappings()) for name, table in old.items()}
    marks = {(row["cafe_id"], row["key"]): (row["year"], row["source"]) for row in rows["fact_source"]}
    found = [*_policies(rows["policy"], marks), *_timetables(rows["period"], marks), *_notes(rows["cafe"], marks)]
    if found:
        table = sa.Table("statement", sa.MetaData(), autoload_with=connection)
        connection.execute(sa.insert(table), sorted(found, key=lambda row: (row["valid_from"], row["section"])))
    for (cafe_id, key), (year, source) in marks.items():
        if key == "place":
            cafe = old["cafe"]
            connection.execute(sa.update(cafe).where(cafe.c.id == cafe_id).values(year=year, source=source))


def _statement(
    section: str,
    content: Mapping[str, Any],
    valid_from: date,
    mark: tuple[int | None, str],
    *,
    cafe_id: int | None = None,
    district_id: int | None = None,
    at: datetime | None = None,
    by: int | None = None,
) -> Row:
    year, source = mark
    return {
        "cafe_id": cafe_id,
        "district_id": district_id,
        "section": section,
        "content": json.dumps(content, ensure_ascii=False, sort_keys=True),
        "valid_from": valid_from,
        "valid_until": None,
        "year": year or valid_from.year,
        "source": source[:600],
        "created_at": at or datetime.now(UTC),
        "created_by_id": by,
    }


def _policies(rows: Iterable[Row], marks: Marks) -> Iterator[Row]:
    for row in rows:
        said = {
            section: {key: row[column] for column, key in keys.items() if row[column] is not None}
            for section, keys in SECTIONS.items()
        }
        if row["closed_after_monday_holiday"] is not None:
            said["holidays"]["weekly_day_on_holiday"] = "next_day" if row["closed_after_monday_holiday"] else "stays"
        if row["open_mon"] is not None:
            said["days"] = {"open": [word for column, word in WEEKDAYS.items() if row[f"open_{column}"]]}
        for section, content in said.items():
            if content:
                mark = (marks.get((row["cafe_id"], section), (None, ""))[0], row["source"])
                yield _statement(
                    section, content, row["valid_from"], mark,
                    cafe_id=row["cafe_id"], district_id=row["district_id"], at=row["created_at"], by=row["created_by_id"],
                )  # fmt: skip


def _timetables(rows: Iterable[Row], marks: Marks) -> Iterator[Row]:
    tables = defaultdict(list)
    for row in rows:
        tables[row["cafe_id"], row["valid_from"]].append(row)
    for (cafe_id, valid_from), periods in tables.items():
        lists = {
            kind: [
                f"{one['starts']:%H:%M}~{one['ends']:%H:%M}"
                for one in sorted(periods, key=lambda one: one["number"])
                if one["day_kind"] == kind
            ]
            for kind in ("weekday", "saturday", "sunday")
        }
        unknown = (None, "운영표")
        yield _statement("timetable", lists, valid_from, marks.get((cafe_id, "timetable"), unknown), cafe_id=cafe_id)
        capacity = {"children": periods[0]["capacity"]}
        mark = marks.get((cafe_id, "capacity.individual"), unknown)
        yield _statement("capacity.individual", capacity, valid_from, mark, cafe_id=cafe_id)


def _notes(rows: Iterable[Row], marks: Marks) -> Iterator[Row]:
    for cafe in rows:
        since = cafe["opened_on"] or date(2022, 5, 31)
        for note in NOTES:
            mark = marks.get((cafe["id"], f"notes.{note}"))
            if cafe[f"{note}_note"] and mark is not None:
                yield _statement(f"notes.{note}", {"text": cafe[f"{note}_note"]}, since, mark, cafe_id=cafe["id"])
        mark = marks.get((cafe["id"], "capacity.group"))
        if cafe["group_capacity"] is not None and mark is not None:
            yield _statement("capacity.group", {"children": cafe["group_capacity"]}, since, mark, cafe_id=cafe["id"])
