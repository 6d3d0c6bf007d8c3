"""``python -m seed`` loads the places, ``python -m seed demo`` the demo people, ``python -m seed accounts`` prints them.

Ends with 0; or with 1 (2 for an unknown command) and sentences on the error stream, and then nothing was loaded.
"""

import sys
from pathlib import Path

from .accounts import table
from .problems import SeedError, Stop

FOLDER = Path(__file__).parent
USAGE = "쓰는 법: python -m seed (장소) | python -m seed demo (체험 계정) | python -m seed accounts (체험 계정 보기)"


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Run the command and return its exit code."""
    try:
        match arguments:
            case []:
                print(_load_places(folder))
            case ["demo"]:
                print(_load_demo())
            case ["accounts"]:
                print(table())
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    except SeedError as error:
        sentence = f"장소 파일에 잘못된 곳이 {len(error.problems)}군데 있어 아무것도 넣지 않았습니다."
        print(sentence, *error.problems, sep="\n", file=sys.stderr)
        return 1
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


# Imported late: `make run` prints the accounts at every start and must not wait for the whole application.
def _load_places(folder: Path) -> str:
    from .check import places
    from .run import load_places

    return load_places(places(folder))


def _load_demo() -> str:
    from .run import load_demo

    return load_demo()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
