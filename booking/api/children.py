"""The family's children."""

from datetime import date

from pydantic import model_validator

from ..actions.add_child import add_child
from ..actions.change_child import change_child
from ..actions.remove_child import remove_child
from ..queries.family import ChildRow, child_of, children_of
from .edges import guardian
from .routes import Asked, reads, writes
from .values import Day, Given, Name, Shown, left_out, wrong


class Child(Shown):
    """A child with both ages of today in years; ``reserved`` counts visits still ahead."""

    child_id: int
    name: str
    birth_date: date
    full_age: int
    year_age: int
    reserved: int

    @classmethod
    def of(cls, row: ChildRow) -> "Child":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class ChildList(Shown):
    """The family's children, in the order they were added."""

    children: list[Child]


class NewChild(Given):
    """A child's name and birth date."""

    name: Name
    birth_date: Day


class ChildChanges(Given):
    """What changes; at least one of both."""

    name: Name = left_out()
    birth_date: Day = left_out()

    @model_validator(mode="after")
    def _something(self) -> "ChildChanges":
        if not self.model_fields_set:
            raise wrong("nothing_given")
        return self


@reads(guardian, "/children", summary="우리 아이 목록", shown=ChildList)
def list_children(asked: Asked[None]) -> ChildList:
    return ChildList(children=[Child.of(row) for row in children_of(asked.actor, asked.now)])


@writes(guardian, "POST", "/children", summary="아이 등록", status=201, body=NewChild, shown=Child)
def create_child(asked: Asked[NewChild]) -> Child:
    given = asked.given
    child_id = add_child(actor=asked.actor, name=given.name, birth_date=given.birth_date, now=asked.now)
    return Child.of(child_of(child_id, asked.actor, asked.now))


@reads(guardian, "/children/<int:child_id>", summary="아이 하나", shown=Child)
def show_child(asked: Asked[None], child_id: int) -> Child:
    return Child.of(child_of(child_id, asked.actor, asked.now))


@writes(guardian, "PATCH", "/children/<int:child_id>", summary="아이 정보 고치기", body=ChildChanges, shown=Child)
def edit_child(asked: Asked[ChildChanges], child_id: int) -> Child:
    before = child_of(child_id, asked.actor, asked.now)
    change_child(
        child_id,
        actor=asked.actor,
        name=asked.given.name or before.name,
        birth_date=asked.given.birth_date or before.birth_date,
        now=asked.now,
    )
    return Child.of(child_of(child_id, asked.actor, asked.now))


@writes(guardian, "DELETE", "/children/<int:child_id>", summary="아이 정보 지우기", status=204)
def delete_child(asked: Asked[None], child_id: int) -> None:
    remove_child(child_id, actor=asked.actor, now=asked.now)
