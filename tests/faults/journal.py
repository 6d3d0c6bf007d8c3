"""What the clients asked and what they heard, written down before it leaves and after it comes: the checker's memory."""

import json
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What came back. ``status`` is ``None`` when nothing did. ``calm``: nothing was killed between asking and hearing.
    ``queued``: the service was too busy to begin with it."""

    status: int | None
    location: str = ""
    said: str = ""
    calm: bool = False
    queued: bool = False
    body: str = field(default="", repr=False)

    @property
    def definite(self) -> bool:
        """Whether the client knows now: not a lost answer, not "try again later", not a broken server."""
        return self.status is not None and self.status < 500


@dataclass
class Act:
    """One wish of one client. ``who``: whose it is (``family 3``, ``staff 1``); ``answers``: in the order they came."""

    number: int
    who: str
    verb: str
    content: dict[str, Any]
    answers: list[Answer] = field(default_factory=list)

    @property
    def done(self) -> list[Answer]:
        """The answers that say "done": a redirect to where the result is shown."""
        return [answer for answer in self.answers if answer.status == 303]

    @property
    def settled(self) -> bool:
        return any(answer.definite for answer in self.answers)

    @property
    def unknown(self) -> bool:
        """Whether an answer was lost on the way, whatever became of it later."""
        return any(not answer.definite for answer in self.answers)

    def id_in(self, prefix: str) -> int | None:
        """The id that the answers "done" lead to (``/reservations/12``); ``None``: none said so.

        :raises ValueError: they lead to different ones.
        """
        ids = {int(one[1]) for a in self.done if (one := re.search(re.escape(prefix) + r"([0-9]+)", a.location))}
        if len(ids) > 1:
            raise ValueError(f"one request was answered with {sorted(ids)}")
        return ids.pop() if ids else None


class Journal:
    """An append-only file of JSON lines, each on the disk before the client goes on, and the same in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.acts: list[Act] = []
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._lock = Lock()

    def intend(self, who: str, verb: str, **content: Any) -> Act:
        """Write down what is going to be asked."""
        with self._lock:
            act = Act(len(self.acts) + 1, who, verb, content)
            self.acts.append(act)
        self._write({"act": act.number, "who": who, "verb": verb, **content})
        return act

    def hear(self, act: Act, answer: Answer) -> Answer:
        """Write down what came back (or that nothing did)."""
        self._write(
            {"act": act.number, "who": act.who, "status": answer.status, "location": answer.location, "said": answer.said}
        )
        act.answers.append(answer)
        return answer

    def note(self, what: str, **more: Any) -> None:
        """Write down what the campaign itself does: a kill, a start."""
        self._write({"campaign": what, **more})

    def lines_about(self, who: str) -> list[str]:
        """Every line of one client, as written."""
        mark = f'"who": "{who}"'
        return [line for line in self.path.read_text().splitlines() if mark in line]

    def close(self) -> None:
        os.close(self._file)

    def _write(self, line: dict[str, Any]) -> None:
        text = json.dumps({"at": round(time.time(), 4), **line}, ensure_ascii=False) + "\n"
        os.write(self._file, text.encode())
        os.fsync(self._file)
