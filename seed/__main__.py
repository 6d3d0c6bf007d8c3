"""Load, check and write back the places; see :data:`USAGE`.

Ends with 0; or with 1 (2 for an unknown command) and sentences on the error stream, and then nothing was loaded.
"""

import sys
from pathlib import Path

from .accounts import table
from .problems import SeedError, Stop

CONFIRM = "--confirm"
FOLDER = Path(__file__).parent
KINDS = {"city": "시", "districts": "자치구 목록", "holidays": "공휴일", "district": "자치구", "cafe": "지점"}
USAGE = """쓰는 법:
  python -m seed                          seed/의 모든 파일을 넣습니다 (load all places)
  python -m seed check 파일…               파일을 살펴보기만 합니다 (name every mistake, load nothing)
  python -m seed load [--confirm] 파일…    지점·자치구 파일을 넣거나 고칩니다 (add or update, dated from today on)
  python -m seed export 지점코드            지점을 파일로 씁니다 (write a café back as a file)
  python -m seed demo                     체험 계정을 넣습니다 (demo people)
  python -m seed accounts                 체험 계정을 봅니다 (list them)
  python -m seed city [선택지…]            빈 데이터베이스에 서울 전체를 넣습니다: 지점 162곳, 지어낸 가족과 지난 이용
                                          (the whole city, invented: --families 60000 --visits 2000000 --days 365
                                          --seed 1 --without-passwords)"""


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Run the command and return its exit code."""
    try:
        match arguments:
            case []:
                print(_load_places(folder))
            case ["check", first, *others]:
                print(_check([first, *others], folder))
            case ["load", *files] if _names_files(files):
                print(_load_files(files, folder))
            case ["export", code]:
                print(_export(code))
            case ["demo"]:
                print(_load_demo())
            case ["accounts"]:
                print(table())
            case ["city", *words]:
                print(_build_city(words, folder))
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    except SeedError as error:
        nothing = "" if arguments[:1] == ["check"] else " 아무것도 넣지 않았습니다."
        sentence = f"파일에 잘못된 곳이 {len(error.problems)}군데 있습니다.{nothing}"
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

    return load_places(lambda ground: places(folder, ground))


def _check(files: list[str], folder: Path) -> str:
    from .check import kinds_of_files, some_places

    paths = [Path(file) for file in files]
    notes = some_places(paths, folder).notes
    looked_at = ", ".join(f"{KINDS[kind]} 파일 {number}개" for kind, number in kinds_of_files(paths).items())
    return "\n".join([f"잘못된 곳이 없습니다: {looked_at}를 살펴보았습니다.", *map(str, notes)])


def _load_files(words: list[str], folder: Path) -> str:
    from .check import some_places
    from .run import load_places

    files = [Path(word) for word in words if word != CONFIRM]
    return load_places(lambda ground: some_places(files, folder, ground), confirmed=CONFIRM in words)


def _names_files(words: list[str]) -> bool:
    """Whether the words are files, and no option but the one that there is."""
    files = [word for word in words if word != CONFIRM]
    return bool(files) and not any(word.startswith("--") for word in files)


def _export(code: str) -> str:
    from .run import export

    return export(code)


def _load_demo() -> str:
    from .run import load_demo

    return load_demo()


def _build_city(words: list[str], folder: Path) -> str:
    from .check import whole_city
    from .run import build_city
    from .whole_city.wanted import wanted

    return build_city(wanted(words), whole_city(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
