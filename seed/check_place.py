"""Check what a file says of its place, and against the other files: code, district, and that each is there once."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from .check_shape import Checked

CODE = ("code",)
DISTRICT = ("district",)


def check_place(checked: Checked, districts: Collection[str]) -> None:
    """The district is one of Seoul's."""
    for path in (("place", "district"), DISTRICT):
        district = checked.good.get(path)
        if district is not None and district not in districts:
            checked.refuse(path, f'"{district}"은(는) seed/districts.toml에 없는 자치구입니다.')


def check_name(checked: Checked, codes: Mapping[str, int]) -> None:
    """A file of the seed is called by the café's code, or by the district's number."""
    stem = Path(checked.document.name).stem
    code, district = checked.good.get(CODE), checked.good.get(DISTRICT)
    if code is not None and stem != code:
        checked.refuse(CODE, f"파일 이름({stem}.toml)과 지점 코드({code})가 다릅니다.")
    if district is not None and stem != str(codes.get(district, stem)):
        checked.refuse(DISTRICT, f"파일 이름({stem}.toml)과 자치구의 코드({codes[district]})가 다릅니다.")


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
