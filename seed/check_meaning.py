"""Check what the values of a café's or the city's file mean together: bands, days against times, codes, districts."""

from collections.abc import Collection, Iterable
from pathlib import Path

from booking.rules.ages import OUTER_MAX

from .check_shape import Checked
from .kinds import WEEKDAYS

_KIND_OF_DAY = {"토": "saturday", "일": "sunday"}


def check_rules(checked: Checked) -> None:
    """What the city's file and a café's have in common."""
    _check_band(checked)
    _check_days(checked)
    _check_derivation(checked)


def check_place(checked: Checked, file_stem: str, districts: Collection[str]) -> None:
    """A café's code is its file's name, and its district is one of Seoul's."""
    code = checked.good.get(("code",))
    if code is not None and code != file_stem:
        checked.refuse(("code",), f"파일 이름({file_stem}.toml)과 지점 코드({code})가 다릅니다.")
    district = checked.good.get(("place", "district"))
    if district is not None and district not in districts:
        checked.refuse(("place", "district"), f'"{district}"은(는) seed/districts.toml에 없는 자치구입니다.')


def check_codes(cafes: Iterable[Checked]) -> None:
    """No two files state the same code; the one that is not called so is refused."""
    first: dict[str, str] = {}
    for cafe in sorted(cafes, key=lambda cafe: Path(cafe.document.name).stem != cafe.good.get(("code",))):
        code = cafe.good.get(("code",))
        if code in first:
            cafe.refuse(("code",), f"{code}은(는) {first[code]}에도 있습니다.")
        elif code is not None:
            first[code] = cafe.document.name


def _check_band(checked: Checked) -> None:
    ages = checked.table("ages")
    if not {"basis", "min", "max"} <= ages.keys():
        return
    if ages["min"] > ages["max"]:
        checked.refuse(("ages", "max"), f"최소({ages['min']})가 최대({ages['max']})보다 큽니다.")
    outer = OUTER_MAX[ages["basis"]]
    if ages["max"] > outer and "source" not in ages:
        unit = "개월" if ages["basis"] == "months" else "세"
        sentence = f"0~{outer}{unit}를 벗어난 나이대({ages['max']}{unit})는 출처(source)가 있어야 합니다."
        checked.refuse(("ages", "max"), sentence)


def _check_days(checked: Checked) -> None:
    """A weekday that opens needs periods, where the file states both."""
    times = checked.table("timetable")
    for day in sorted(checked.table("days").get("open", ()), key=WEEKDAYS.index):
        kind = _KIND_OF_DAY.get(day, "weekday")
        if times.get(kind) == []:
            checked.refuse(("timetable", kind), f"{day}요일에 연다고 적었지만(days.open) 회차가 없습니다.")


def _check_derivation(checked: Checked) -> None:
    times = checked.table("timetable")
    if times.get("derived") and "derivation" not in times:
        checked.refuse(("timetable", "derivation"), "계산한 운영표(derived)에는 무엇에서 계산했는지 적어야 합니다.")
