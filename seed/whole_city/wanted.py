"""How large the city is to be: the options of ``python -m seed city``."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from booking.rules.korean import with_particle

from ..problems import Stop

WITHOUT_PASSWORDS = "--without-passwords"


@dataclass(frozen=True)
class Wanted:
    """``families`` of one to three children, ``visits`` of children in the ``days`` before today. The same ``seed`` makes
    the same city on the same day. ``passwords``: the people may sign in, with the password of the demo people."""

    families: int = 60_000
    visits: int = 2_000_000
    days: int = 365
    seed: int = 1
    passwords: bool = True


_MOST = {"families": 1_000_000, "visits": 100_000_000, "days": 1_600, "seed": 1_000_000_000}
_LEAST = {"visits": 0, "seed": 0}
NUMBERS = tuple(f"--{one.name}" for one in fields(Wanted) if one.name in _MOST)


def wanted(words: Sequence[str]) -> Wanted:
    """What the words of the command ask for, such as ``["--families", "400", "--visits", "20000"]``.

    :raises Stop: an unknown option, or a number that is none.
    """
    found = Wanted()
    rest = list(words)
    while rest:
        option = rest.pop(0)
        if option == WITHOUT_PASSWORDS:
            found = replace(found, passwords=False)
        elif option in NUMBERS:
            name = option.removeprefix("--")
            number = _number(option, rest.pop(0) if rest else "", _LEAST.get(name, 1), _MOST[name])
            found = replace(found, **{name: number})  # type: ignore[arg-type]  # the bool is no number's
        else:
            choices = ", ".join((*NUMBERS, WITHOUT_PASSWORDS))
            raise Stop(f"{with_particle(option[:40], '은')} 모르는 선택지입니다. 쓸 수 있는 것: {choices} (unknown option).")
    return found


def _number(option: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 12 and least <= int(text) <= most:
        return int(text)
    shown = f"'{text[:40]}'" if text else "없음"
    raise Stop(f"{option} 뒤에는 {least}부터 {most}까지의 정수를 적어 주세요(지금 {shown}) (a whole number is needed).")
