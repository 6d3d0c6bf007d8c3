"""``python -m tools VERB``: what the Makefile calls. Any failure is one sentence and exit code 1."""

import shutil
import sys
from collections.abc import Callable

from tools import bench, check, city, faults, lock, run
from tools.environment import TOP, remove_venv
from tools.frontend import MODULES
from tools.say import Stop, end_ticks, line
from tools.trouble import explain_os_error
from tools.vendor import VENDOR

CACHES = (".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", ".tools")


def clean() -> int:
    """Remove what the set-up can make again; never the data."""
    remove_venv()
    for folder in (MODULES, VENDOR, *(TOP / name for name in CACHES)):
        if folder.exists():
            line(f"지움 (removed): {folder.relative_to(TOP)}")
            shutil.rmtree(folder, ignore_errors=True)
    line("var/의 자료는 그대로입니다. 지우려면 make reset (the data in var/ is kept).")
    return 0


def reset() -> int:
    """Remove var/ as well: reservations, people, mails."""
    shutil.rmtree(TOP / "var", ignore_errors=True)
    line("var/를 지웠습니다: 예약과 계정과 메일이 모두 사라졌습니다 (all data removed).")
    return 0


VERBS: dict[str, Callable[[], int]] = {
    "run": run.main,
    "test": lambda: check.main(with_tests=True),
    "check": lambda: check.main(with_tests=False),
    "bench": bench.main,
    "city": city.main,
    "faults": faults.main,
    "lock": lock.main,
    "clean": clean,
    "reset": reset,
}


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without Korean letters
    verb = VERBS.get(arguments[0]) if len(arguments) == 1 else None
    if verb is None:
        line(f"쓰는 법 (usage): python -m tools {'|'.join(VERBS)}")
        return 2
    try:
        return verb()
    except Stop as sentence:
        problem = str(sentence)
    except OSError as error:
        problem = explain_os_error(error)
    except KeyboardInterrupt:
        problem = "준비하다가 멈췄습니다. 다시 실행하면 이어서 합니다 (interrupted; start again to continue)."
    end_ticks()
    print(f"✗ {problem}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
