"""Read and check seed files: everything that can be loaded, or every problem at once."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from . import facts
from .broken import broken_in, is_broken
from .cafe_table import cafes_of_table
from .check_layers import check_layers
from .check_place import check_name, check_once, check_one_of_a_kind, check_place
from .check_shape import Checked, check_shape
from .check_tables import check_districts, check_holidays, holiday_facts
from .ground import Ground
from .problems import Problem, SeedError
from .read import Document, read
from .shapes import NEEDED_IN_CITY, kind_of
from .statements import opening_day

FOLDER = Path(__file__).parent


def places(folder: Path = FOLDER, ground: Ground | None = None) -> facts.Places:
    """What the files of ``folder`` say. ``ground``: what the database says already.

    :raises SeedError: with every problem of every file.
    """
    return _Files(folder, ground).places([*_of_all(folder), *_everything(folder)], named=True)


def whole_city(folder: Path = FOLDER) -> facts.Places:
    """What the files of ``folder`` say, and of the cafés without a file what the portal's list says of them
    (:mod:`seed.cafe_table`).

    :raises SeedError: with every problem of every file and of the list.
    """
    have = {file.stem for file in (folder / "cafes").glob("*.toml")}
    return _Files(folder).places([*_of_all(folder), *_everything(folder)], named=True, more=cafes_of_table(folder, have))


def _of_all(folder: Path) -> list[Path]:
    return [folder / f"{kind}.toml" for kind in ("districts", "holidays", "city")]


def _everything(folder: Path) -> list[Path]:
    return sorted((folder / "districts").glob("*.toml")) + sorted((folder / "cafes").glob("*.toml"))


def some_places(files: Sequence[Path], folder: Path = FOLDER, ground: Ground | None = None) -> facts.Places:
    """What these files of cafés, districts or the city say, over what the database says of the city and of the cafés'
    districts (``ground``); where it says nothing yet, or there is no database, over what ``folder`` says.

    :raises SeedError: with every problem of every file.
    """
    once = {file.resolve(): file for file in files}
    return _Files(folder, ground).places(once.values(), named=False)


def kinds_of_files(files: Sequence[Path]) -> dict[str, int]:
    """How many files of which kind these are, each file once; they can be read."""
    found = (read(file, FOLDER) for file in {file.resolve(): file for file in files})
    kinds = [kind_of_file(document) for document in found if isinstance(document, Document)]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


class _Files:
    """Reads and checks files together, and remembers those that cannot be read."""

    def __init__(self, folder: Path, ground: Ground | None = None) -> None:
        self.folder = folder
        self.ground = ground
        self.unreadable: list[Problem] = []

    def places(self, files: Iterable[Path], *, named: bool, more: Iterable[Document] = ()) -> facts.Places:
        """``named``: the files' names must be the cafés' codes and the districts' numbers. ``more``: cafés without files."""
        given = [one for file in files if (one := self._one(file)) is not None]
        check_one_of_a_kind([(one, kind_of_file(one.document)) for one in given])
        codes = _first(given, "districts") or self._one(self.folder / "districts.toml")
        holidays, city = (_first(given, kind) or self._first_word(kind) for kind in ("holidays", "city"))
        cafes = [one for one in given if kind_of_file(one.document) == "cafe"]
        rules = self._district_rules(given, cafes)
        names = self._names(codes, is_given=codes in given)
        listed = [_shaped(document) for document in more]
        for one in (*rules, *cafes, *listed):
            # With unreadable districts every café would be blamed for a district that is right.
            if names:
                check_place(one, names, self.ground.cafes if self.ground else {})
            if named and one not in listed:
                check_name(one, names)
        cafes = [*cafes, *listed]
        check_once([*rules, *cafes])
        check_layers(city, rules, cafes, self.ground)
        return self._facts(names, codes, holidays, city, rules, cafes)

    def _one(self, file: Path) -> Checked | None:
        found = read(file, self.folder)
        if isinstance(found, Problem):
            self.unreadable.append(found)
            return None
        return _CHECKS.get(kind_of_file(found), _shaped)(found)

    def _first_word(self, kind: str) -> Checked | None:
        """The folder's file of a kind that there is once, unless the database has had its first word."""
        is_spoken = self.ground is not None and self.ground.since is not None
        return None if is_spoken else self._one(self.folder / f"{kind}.toml")

    def _district_rules(self, given: Iterable[Checked], cafes: Iterable[Checked]) -> list[Checked]:
        """The given files of districts, and of every other district of a café of which nothing is said the folder's."""
        rules = [one for one in given if kind_of_file(one.document) == "district"]
        known = {one.good.get(("district",)) for one in rules} | (self.ground.spoken.keys() if self.ground else set())
        wanted = {one.good.get(("place", "district")) for one in cafes} - known
        others = [self._one(file) for file in sorted((self.folder / "districts").glob("*.toml"))] if wanted else []
        return rules + [one for one in others if one is not None and one.good.get(("district",)) in wanted]

    def _names(self, codes: Checked | None, *, is_given: bool) -> dict[str, int]:
        """Every district's code by its name; what the database calls one is changed by a given file only."""
        in_files = {path[-1]: code for path, code in codes.good.items()} if codes is not None else {}
        known = self.ground.districts if self.ground is not None and not is_given else {}
        return {name: code for name, code in in_files.items() if code not in known.values()} | dict(known)

    def _facts(
        self,
        names: dict[str, int],
        codes: Checked | None,
        holidays: Checked | None,
        city: Checked | None,
        rules: list[Checked],
        cafes: list[Checked],
    ) -> facts.Places:
        checked = [one for one in (codes, holidays, city, *rules, *cafes) if one is not None]
        problems = [*self.unreadable, *(problem for one in checked for problem in one.problems)]
        since = city.good.get(("valid_from",)) if city is not None else self.ground.since if self.ground else None
        if problems or since is None:
            raise SeedError(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line)))
        return facts.Places(
            districts=names,
            holidays=holiday_facts(holidays) if holidays is not None else (),
            since=since,
            city=tuple(city.stated) if city is not None else None,
            district_rules=tuple(facts.DistrictRules(one.good["district",], tuple(one.stated)) for one in rules),
            cafes=tuple(_cafe_facts(one) for one in cafes),
            notes=tuple(note for one in checked for note in one.notes),
        )


def _first(given: Iterable[Checked], kind: str) -> Checked | None:
    return next((one for one in given if kind_of_file(one.document) == kind), None)


KINDS = ("city", "districts", "holidays", "district", "cafe")
_CHECKS: dict[str, Callable[[Document], Checked]] = {"districts": check_districts, "holidays": check_holidays}


def kind_of_file(document: Document) -> str:
    """What kind of file it is: by its name where that is fixed, else by its head."""
    name = Path(document.name).name
    return name.removesuffix(".toml") if name in ("districts.toml", "holidays.toml") else kind_of(document.values)


def _shaped(document: Document) -> Checked:
    kind = kind_of(document.values)
    checked = check_shape(document, kind)
    if kind == "city":
        _check_needed(checked)
    return checked


def _check_needed(city: Checked) -> None:
    broken = broken_in(city)
    for name, keys in NEEDED_IN_CITY.items():
        if is_broken(name, broken):
            continue
        tables = [one for one in city.stated if one.section == name]
        path = tables[0].path if tables else tuple(name.split("."))
        if not tables:
            city.refuse(path, "이 표가 없습니다. 시 기본값에는 꼭 있어야 합니다.")
            continue
        for key in keys:
            if not any(key in one.content for one in tables):
                city.refuse((*path, key), "이 키가 없습니다. 시 기본값에는 꼭 있어야 합니다.")


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
