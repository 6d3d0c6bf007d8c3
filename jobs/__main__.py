"""``python -m jobs``: run the timetable. ``python -m jobs <name> [--now INSTANT]``: run one job once, by hand."""

import sys

from .by_hand import run_once, told
from .process import serve


def main(argv: list[str]) -> int:
    """Do what the command line says; return the exit code: 0 done, 1 the job failed, 2 the command line is wrong."""
    wish = told(argv)
    if isinstance(wish, int):
        return wish
    if wish.name is None:
        return serve()
    return run_once(wish)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
