"""Finding a café among a hundred and sixty: the list of districts with their cafés, and the words that narrow it."""

from wtforms import StringField

from ..queries.districts import CafeName, DistrictName, cafes_for, districts_for
from ..scope import Actor
from ..web import Form, clean
from .rule_search import asked_words, speaks_of

ASKED_MOST = 60


class PlaceFilter(Form):
    """What is looked for. Read from the address, so it carries no token."""

    q = StringField("찾는 말", filters=[clean, lambda text: text and text[:ASKED_MOST]])


def found_places(actor: Actor, asked_for: str | None) -> list[tuple[DistrictName, list[CafeName]]]:
    """The official's districts that are meant, or have cafés that are, each with these cafés."""
    asked = asked_words(asked_for)
    rows = []
    every = cafes_for(actor)
    for district in districts_for(actor):
        own = [cafe for cafe in every if cafe.district_id == district.district_id]
        found = [cafe for cafe in own if speaks_of(f"{district.name} {cafe.name} {cafe.code}", asked)]
        if found or speaks_of(district.name, asked):
            rows.append((district, found))
    return rows
