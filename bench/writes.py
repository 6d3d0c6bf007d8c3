"""What one reservation writes, as the service itself sends it: the same statement for as long as this code lives.

Which of its values differ from reservation to reservation is told by their names; the others stay as they were once.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event

from booking.db import db

WRITES = re.compile(r"\b(UPDATE|INSERT)\b")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
DIFFERS = {
    "slot": re.compile(r"(?:\w+_)?slot_id(?:_\d+)?"),
    "family": re.compile(r"(?:\w+_)?family_id(?:_\d+)?"),
    "account": re.compile(r"(?:\w+_)?account_id(?:_\d+)?"),
    "child": re.compile(r"(?:\w+_)?child_id(?:_\d+)?"),
    "writes": re.compile(r"family_writes"),
    "number": re.compile(r"\w+_(?:code|request_id)_\d+"),
}
"""What a value stands for, by the name of its parameter. ``number``: anything that no other reservation has."""


@dataclass(frozen=True)
class Writes:
    """One statement with psycopg's placeholders; ``same`` are the values that stay, ``differs`` says what the others are."""

    statement: str
    same: dict[str, Any]
    differs: dict[str, str]

    def values(self, **of: int) -> dict[str, Any]:
        """The statement's values for this ``slot``, ``family``, ``account`` and so on."""
        known = {name: str(of[what]) if what == "number" else of[what] for name, what in self.differs.items()}
        return self.same | known

    def script(self) -> str:
        """The statement for pgbench: what differs are variables, what stays is written out."""
        return PLACEHOLDER.sub(lambda found: self._written(found[1]), self.statement).replace("%%", "%")

    def _written(self, name: str) -> str:
        return f":{self.differs[name]}" if name in self.differs else _literal(self.same[name])


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case int():
            return str(value)
        case datetime():
            # Without a colon: pgbench takes one for the beginning of a variable.
            return f"to_timestamp({value.timestamp()})"
        case _:
            text = str(value).replace("'", "''")
            return f"'{text}'"


class Listening:
    """Hears what is sent to the database while the block runs. Needs an application context."""

    def __init__(self) -> None:
        self.heard: list[Writes] = []

    def __enter__(self) -> "Listening":
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Connection, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if WRITES.search(statement):
            self.heard.append(told_apart(statement, values))

    @property
    def only(self) -> Writes:
        """The one statement that wrote.

        :raises RuntimeError: there was none or more than one, or a reservation's own values are not in it.
        """
        if len(self.heard) != 1 or set(self.heard[0].differs.values()) != set(DIFFERS):
            raise RuntimeError("reserving does not write in one statement with its own values by name any more")
        return self.heard[0]


def told_apart(statement: str, values: dict[str, Any]) -> Writes:
    """The statement with its values, those apart that another reservation would not have."""
    differs = {name: what for name in values for what, names in DIFFERS.items() if names.fullmatch(name)}
    return Writes(statement, {name: value for name, value in values.items() if name not in differs}, differs)
