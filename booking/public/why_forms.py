"""The forms of "why not?": who would come, and for a café which date and slot. Sent by GET, so that an answer
can be shared."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from ..fields import BirthDates, Choice, DayField, offered
from ..queries.residence import all_districts
from ..queries.residences import LIFE_ZONE, OUTSIDE, UNSAID, residence_said
from ..queries.why_slot import Who
from ..web import Form

CHILDREN_MOST = 5
ADULTS_MOST = 20


class Adults(IntegerField):
    """How many adults; nothing when it is left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text:
            if not (text.isascii() and text.isdigit() and len(text) < 4):
                raise ValueError("보호자 수를 숫자로 적어 주세요.")
            self.data = int(text)


class WhoForm(Form):
    """Who would come to a slot. ``birth`` and ``residence`` are for those whose family is not known."""

    birth = BirthDates("아이 생년월일", CHILDREN_MOST)
    adults = Adults(
        "함께 오는 보호자",
        [Optional(), NumberRange(0, ADULTS_MOST, message=f"보호자는 {ADULTS_MOST}명까지 적을 수 있어요.")],
    )
    residence = Choice("사는 곳", choices=[])

    @classmethod
    def asked(cls, args: Any, **usual: Any) -> "WhoForm":
        """The form as the address asks for it."""
        form = cls(args, data={"residence": UNSAID} | usual)
        if not args.get("residence"):
            form.residence.process_data(UNSAID)
        form.residence.choices = offered(
            [
                (UNSAID, "말하지 않음"),
                *((name, name) for _, name in all_districts()),
                (LIFE_ZONE, "서울 밖 (직장·학교·사업장은 서울)"),
                (OUTSIDE, "서울 밖"),
            ]
        )
        return form

    def who(self, child_ids: Sequence[int] = ()) -> Who:
        """Whom a valid form asks about."""
        return Who(
            child_ids=tuple(child_ids),
            births=self.birth.born_on,
            adults=self.adults.data,
            residence=residence_said(self.residence.data or UNSAID),
        )


class DateForm(WhoForm):
    """The same, and on which date."""

    date = DayField("날짜")
