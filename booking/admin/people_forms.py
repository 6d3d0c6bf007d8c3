"""The forms about people: inviting, blocking, unblocking."""

from wtforms.validators import InputRequired

from ..fields import Choice, EmailField, NameField, offered
from ..queries.districts import cafes_for, districts_for
from ..scope import Actor
from ..web import Form
from .fields import ReasonField

CITY_VALUE = "city"


class InviteStaffForm(Form):
    """Who is invited to work in which café."""

    name = NameField("이름", "이름을 적어 주세요.")
    email = EmailField()
    cafe = Choice("일할 지점", validators=[InputRequired("일할 지점을 골라 주세요.")])

    def offer(self, actor: Actor) -> None:
        """Let the official's cafés be chosen."""
        cafes = cafes_for(actor)
        self.cafes = {cafe.code: cafe.cafe_id for cafe in cafes}
        self.cafe.choices = offered(
            [("", "골라 주세요"), *((cafe.code, f"{cafe.name} ({cafe.district_name})") for cafe in cafes)]
        )


class InviteOfficialForm(Form):
    """Who is invited to be an official of which district, or of the city."""

    name = NameField("이름", "이름을 적어 주세요.")
    email = EmailField()
    district = Choice("맡을 곳", validators=[InputRequired("맡을 곳을 골라 주세요.")])

    def offer(self, actor: Actor) -> None:
        """Let the official's districts be chosen; for the city's officials the city too."""
        districts = [(str(district.district_id), district.name) for district in districts_for(actor)]
        city = [(CITY_VALUE, "서울시 전체")] if actor.is_city else []
        self.district.choices = offered([("", "골라 주세요"), *city, *districts])

    def district_id(self) -> int | None:
        """The district chosen, ``None`` for the city; only after ``validate``."""
        return None if self.district.data == CITY_VALUE else int(self.district.data)


class BlockForm(Form):
    """Why an account is blocked, or let in again."""

    reason = ReasonField()
