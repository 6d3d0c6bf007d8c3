"""Read and check seed files: everything that can be loaded, or every problem at once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from booking.rules.statements import Layer, Statement

from . import facts
from .cafe_table import cafes_of_table
from .check_dates import check_dates
from .check_meaning import check_meaning, check_outer_ages
from .check_place import check_name, check_once, check_place
from .check_shape import Checked, check_shape
from .check_tables import check_districts, check_holidays, holiday_facts
from .problems import Problem, SeedError
from .read import Document, read
from .shapes import NEEDED_IN_CITY, kind_of
from .statements import opening_day, statements_of

FOLDER = Path(__file__).parent


def places(folder: Path = FOLDER) -> facts.Places:
    """What the files of ``folder`` say.

    :raises SeedError: with every problem of every file.
    """
    return _Files(folder).places(_everything(folder), named=True)


def whole_city(folder: Path = FOLDER) -> facts.Places:
    """What the files of ``folder`` say, and of the cafés without a file what the portal's list says of them
    (:mod:`seed.cafe_table`).

    :raises SeedError: with every problem of every file and of the list.
    """
    have = {file.stem for file in (folder / "cafes").glob("*.toml")}
    return _Files(folder).places(_everything(folder), named=True, more=cafes_of_table(folder, have))


def _everything(folder: Path) -> list[Path]:
    return sorted((folder / "districts").glob("*.toml")) + sorted((folder / "cafes").glob("*.toml"))


def some_places(files: Sequence[Path], folder: Path = FOLDER) -> facts.Places:
    """What these files of cafés, districts or the city say, over what ``folder`` says of the city and of the cafés'
    districts.

    :raises SeedError: with every problem of every file.
    """
    once = {file.resolve(): file for file in files}
    return _Files(folder).places(once.values(), named=False)


def kinds_of_files(files: Sequence[Path]) -> dict[str, int]:
    """How many files of which kind these are, each file once; they can be read."""
    found = (read(file, FOLDER) for file in {file.resolve(): file for file in files})
    kinds = [_kind(document) for document in found if isinstance(document, Document)]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


class _Files:
    """Reads and checks files together, and remembers those that cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unreadable: list[Problem] = []

    def places(self, files: Iterable[Path], *, named: bool, more: Iterable[Document] = ()) -> facts.Places:
        """``named``: the files' names must be the cafés' codes and the districts' numbers. ``more``: cafés without files."""
        given = [one for file in files if (one := self._one(file)) is not None]
        codes, holidays, city = (self._given_or_own(given, kind) for kind in ("districts", "holidays", "city"))
        cafes = [one for one in given if _kind(one.document) == "cafe"]
        rules = self._district_rules(given, cafes)
        names = {path[-1]: code for path, code in codes.good.items()} if codes is not None else {}
        listed = [_shaped(document) for document in more]
        for one in (*rules, *cafes, *listed):
            # With unreadable districts every café would be blamed for a district that is right.
            if names:
                check_place(one, names)
            if named and one not in listed:
                check_name(one, names)
        cafes = [*cafes, *listed]
        check_once([*rules, *cafes])
        if city is not None:
            _check_values(city, rules, cafes)
        return self._facts(codes, holidays, city, rules, cafes)

    def _one(self, file: Path) -> Checked | None:
        found = read(file, self.folder)
        if isinstance(found, Problem):
            self.unreadable.append(found)
            return None
        return _CHECKS.get(_kind(found), _shaped)(found)

    def _given_or_own(self, given: Iterable[Checked], kind: str) -> Checked | None:
        """The first given file of a kind that there is once, else the folder's."""
        return next((one for one in given if _kind(one.document) == kind), None) or self._one(self.folder / f"{kind}.toml")

    def _district_rules(self, given: Iterable[Checked], cafes: Iterable[Checked]) -> list[Checked]:
        """The given files of districts, and for every other district of a café the folder's file."""
        rules = [one for one in given if _kind(one.document) == "district"]
        known = {one.good.get(("district",)) for one in rules}
        wanted = {one.good.get(("place", "district")) for one in cafes} - known
        others = [self._one(file) for file in sorted((self.folder / "districts").glob("*.toml"))] if wanted else []
        return rules + [one for one in others if one is not None and one.good.get(("district",)) in wanted]

    def _facts(
        self,
        codes: Checked | None,
        holidays: Checked | None,
        city: Checked | None,
        rules: list[Checked],
        cafes: list[Checked],
    ) -> facts.Places:
        checked = [one for one in (codes, holidays, city, *rules, *cafes) if one is not None]
        problems = [*self.unreadable, *(problem for one in checked for problem in one.problems)]
        if problems or codes is None or holidays is None or city is None:
            raise SeedError(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line)))
        return facts.Places(
            districts={path[-1]: code for path, code in codes.good.items()},
            holidays=holiday_facts(holidays),
            city=facts.City(city.good["valid_from",], tuple(city.stated)),
            district_rules=tuple(facts.DistrictRules(one.good["district",], tuple(one.stated)) for one in rules),
            cafes=tuple(_cafe_facts(one) for one in cafes),
        )


KINDS = ("city", "districts", "holidays", "district", "cafe")
_CHECKS: dict[str, Callable[[Document], Checked]] = {"districts": check_districts, "holidays": check_holidays}


def _kind(document: Document) -> str:
    """What kind of file it is: by its name where that is fixed, else by its head."""
    name = Path(document.name).name
    return name.removesuffix(".toml") if name in ("districts.toml", "holidays.toml") else kind_of(document.values)


def _shaped(document: Document) -> Checked:
    kind = kind_of(document.values)
    checked = check_shape(document, kind)
    if kind == "city" and not checked.problems:
        _check_needed(checked)
    return checked


def _check_needed(city: Checked) -> None:
    for name, keys in NEEDED_IN_CITY.items():
        tables = [one for one in city.stated if one.section == name]
        path = tables[0].path if tables else tuple(name.split("."))
        if not tables:
            city.refuse(path, "이 표가 없습니다. 시 기본값에는 꼭 있어야 합니다.")
            continue
        for key in keys:
            if not any(key in one.content for one in tables):
                city.refuse((*path, key), "이 키가 없습니다. 시 기본값에는 꼭 있어야 합니다.")


def _check_values(city: Checked, rules: Iterable[Checked], cafes: Iterable[Checked]) -> None:
    """What the values mean, layer upon layer; nothing is asked of a file that stands on a broken one."""
    since = city.good.get(("valid_from",))
    of_city = _check_file(city, "city", since, since, [])
    of_district: dict[str, list[Statement] | None] = {}
    for one in rules:
        of_district[one.good.get(("district",), "")] = _check_file(one, "district", since, since, of_city)
    for one in cafes:
        below = of_district.get(one.good.get(("place", "district"), ""), [])
        others = None if of_city is None or below is None else of_city + below
        _check_file(one, "cafe", opening_day(one.stated) or since, since, others)


def _check_file(
    checked: Checked, layer: Layer, begins: date | None, since: date | None, others: list[Statement] | None
) -> list[Statement] | None:
    """The file's statements, or ``None`` when something is wrong with them. ``since``: the city's first date."""
    if begins is None or since is None:
        return None
    own = statements_of(checked.stated, layer, begins)
    check_dates(checked, own, since)
    if layer != "cafe":
        check_outer_ages(checked)
    if not checked.problems and others is not None:
        check_meaning(checked, own, others, since)
    return None if checked.problems else own


def _cafe_facts(checked: Checked) -> facts.Cafe:
    """A café's file, which has no problems."""
    place = checked.table("place")
    when = next((one.content["when"] for one in checked.stated if one.section == "opening"), None)
    since = opening_day(checked.stated)
    return facts.Cafe(
        code=checked.good["code",],
        name=place["name"],
        district=place["district"],
        address=place["address"],
        phone=place["phone"],
        latitude=float(place["latitude"]),
        longitude=float(place["longitude"]),
        year=place["year"],
        source=place["source"].strip(),
        opened_on=since if when and len(when) == len("2022-05-31") else None,
        open_since=since,
        stated=tuple(checked.stated),
    )
