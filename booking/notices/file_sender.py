"""The sender by default: every mail is a file that mail programs open."""

import os
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType

from .message import FILE
from .sending import NotSent


class FileSender:
    """Writes ``<name>.eml`` into ``folder``; the same name again replaces the file, so a second try leaves one mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> "FileSender":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def send(self, message: EmailMessage, name: str) -> None:
        """Write the mail whole or not at all.

        :raises NotSent: the folder cannot be written, or the disk is full.
        """
        # Two processes may write the same name at once; each its own file, and the last one stays, whole.
        draft = self._folder / f".{name}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(message.as_bytes(policy=FILE))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._folder / f"{name}.eml")
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise NotSent(f"mail folder: {error.strerror}", unreachable=True) from error
