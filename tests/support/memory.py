"""Where tests put what nobody keeps: in the machine's memory if the system has a folder there with room, else on the disk.

Each commit to SQLite waits for the disk, and on a busy disk half of a run is such waiting. :mod:`tests.faults` stays on the
disk.
"""

import os
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOM_BYTES = 3 * 2**30
"""A run writes less than 1 GiB."""


@cache
def memory_folder() -> Path | None:
    """The roomiest folder in memory that is there for everybody's temporary files, or none (so on anything but Linux)."""
    found = {path: room for path in _in_memory() if (room := _room(path)) >= ROOM_BYTES}
    return max(found, key=lambda path: found[path], default=None)


def _in_memory() -> Iterator[Path]:
    mounts = Path("/proc/self/mounts")
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        _, folder, kind, options, *_ = line.split()
        given = options.split(",")
        # PostgreSQL's programs are copied and run there when we are root.
        if kind == "tmpfs" and "rw" in given and "noexec" not in given:
            yield Path(folder)


def _room(path: Path) -> int:
    """Bytes that fit, and 0 where temporary files of everybody do not belong."""
    try:
        mode, space = path.stat().st_mode, os.statvfs(path)
    except OSError:
        return 0
    for_everybody = mode & stat.S_ISVTX and mode & stat.S_IWOTH
    return min(space.f_bavail * space.f_frsize, _free_memory()) if for_everybody else 0


def _free_memory() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        name, _, kilobytes = line.partition(":")
        if name == "MemAvailable":
            return int(kilobytes.split()[0]) * 1024
    return 0
