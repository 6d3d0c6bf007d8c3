"""Check what a file says of its place, and against the other files: code, district, and that each is there once."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from .check_shape import Checked

CODE = ("code",)
DISTRICT = ("district",)


MOVED = (
    "이 코드의 지점은 {}에 있습니다. 지점의 자치구는 바꾸지 않습니다: 지난 날의 규칙까지 달라지기 때문입니다. "
    '옮긴 곳은 새 지점 코드로 적고, 이 지점에는 [operation] state = "ended"를 적어 주세요.'
)


def check_place(checked: Checked, districts: Collection[str], known: Mapping[str, str]) -> None:
    """The district is one of Seoul's, and a café that is known stays in its own (``known``: districts by codes)."""
    for path in (("place", "district"), DISTRICT):
        district = checked.good.get(path)
        if district is not None and district not in districts:
            checked.refuse(path, f'"{district}"은(는) seed/districts.toml에 없는 자치구입니다.')
            return
    stays_in = known.get(checked.good.get(CODE, ""))
    if stays_in is not None and checked.good.get(("place", "district"), stays_in) != stays_in:
        checked.refuse(("place", "district"), MOVED.format(stays_in))


def check_name(checked: Checked, codes: Mapping[str, int]) -> None:
    """A file of the seed is called by the café's code, or by the district's number."""
    stem = Path(checked.document.name).stem
    code, district = checked.good.get(CODE), checked.good.get(DISTRICT)
    if code is not None and stem != code:
        checked.refuse(CODE, f"파일 이름({stem}.toml)과 지점 코드({code})가 다릅니다.")
    if district is not None and stem != str(codes.get(district, stem)):
        checked.refuse(DISTRICT, f"파일 이름({stem}.toml)과 자치구의 코드({codes[district]})가 다릅니다.")


def check_one_of_a_kind(files: Iterable[tuple[Checked, str]]) -> None:
    """Of the files that there are once (the city's, the holidays, the districts) no second one is given."""
    first: dict[str, Checked] = {}
    for one, kind in files:
        if kind in ("city", "holidays", "districts") and first.setdefault(kind, one) is not one:
            # The first is the one that is read on.
            first[kind].refuse((), f"같은 종류의 파일({one.document.name})도 함께 있습니다. 하나만 적어 주세요.")


def check_once(files: Iterable[Checked]) -> None:
    """No two files state the same code or district; the one that is not called so is refused."""
    first: dict[str, str] = {}
    for one in sorted(files, key=lambda one: Path(one.document.name).stem != one.good.get(CODE)):
        path = CODE if CODE in one.good else DISTRICT
        what = one.good.get(path)
        if what in first and first[what] != one.document.name:
            one.refuse(path, f"{what}은(는) {first[what]}에도 있습니다.")
        elif what is not None:
            first[what] = one.document.name
