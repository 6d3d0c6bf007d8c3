"""``flask why`` and ``flask calendar``: what the rules say, for programs (``--json``) and for people."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import click
from flask import Flask

from . import clock
from .explained import calendar_json, why_json
from .queries.explain import (
    FIRST_DATE,
    LAST_DATE,
    ChildFacts,
    NoRulesYet,
    NoShow,
    Party,
    PastVisit,
    cafe_ids,
    concession_names,
    end_of,
    planned_days,
    why,
)
from .queries.residences import residence_said
from .rules.korean import ordinal
from .rules.parties import Residence
from .rules.refusals import NotThere
from .rules.siblings import whole_family
from .rules.times import SEOUL, instant

MOST_DAYS = 3700
BIRTHS = ("births", "adult_births", "family_births")
"""Options that are dates of birth: as old as they may be."""


class DayParameter(click.ParamType):
    """A date, ``2026-11-24``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value}은(는) 날짜가 아닙니다. 2026-11-24처럼 적어 주세요.", param, ctx)
        if not FIRST_DATE <= found <= LAST_DATE and param is not None and param.name not in BIRTHS:
            self.fail(f"{FIRST_DATE}부터 {LAST_DATE}까지의 날짜를 적어 주세요.", param, ctx)
        return found


class InstantParameter(click.ParamType):
    """An instant, ``2026-11-24T09:00:00``; Seoul's clock when no zone is given."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value}은(는) 시각이 아닙니다. 2026-11-24T09:00:00처럼 적어 주세요.", param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=SEOUL)


class TimeParameter(click.ParamType):
    """A time of day, ``09:30``."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if isinstance(value, time):
            return value
        try:
            hours, minutes = value.split(":")
            return time(int(hours), int(minutes))
        except ValueError:
            self.fail(f"{value}은(는) 시각이 아닙니다. 09:30처럼 적어 주세요.", param, ctx)


class NumberParameter(click.IntRange):
    """A whole number between two, both included."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"{value}: {self.min}부터 {self.max}까지의 정수를 적어 주세요.", param, ctx)


DAY, INSTANT, TIME = DayParameter(), InstantParameter(), TimeParameter()
NOW = click.option("--now", "now", type=INSTANT, default=None, help="이 순간을 지금으로 (2026-11-24T09:00:00)")
JSON = click.option("--json", "as_json", is_flag=True, help="JSON으로 (docs/cafe-file.md)")


@click.command("calendar")
@click.argument("code")
@click.option("--from", "first", type=DAY, required=True, help="첫 날짜")
@click.option("--to", "last", type=DAY, required=True, help="마지막 날짜(포함)")
@NOW
@JSON
def calendar_command(code: str, first: date, last: date, now: datetime | None, as_json: bool) -> None:
    """Every date of a café with its slots, or why it is closed."""
    if last < first:
        raise click.BadParameter("끝 날짜가 시작 날짜보다 빠릅니다.", param_hint="--to")
    if (last - first).days >= MOST_DAYS:
        raise click.BadParameter(f"한 번에 {MOST_DAYS}일까지 볼 수 있습니다.", param_hint="--to")
    now = now or clock.now()
    said = _asked(lambda: calendar_json(code, planned_days(code, first, last, now), now), code)
    click.echo(
        json.dumps(said, ensure_ascii=False, indent=1) if as_json else "\n".join(_day_line(day) for day in said["days"])
    )


@click.command("why")
@click.argument("code")
@click.argument("day", metavar="DATE", type=DAY)
@click.argument("start", type=TIME)
@click.option("--birth", "births", type=DAY, multiple=True, help="함께 갈 아이의 생년월일 (여러 번)")
@click.option("--adults", type=NumberParameter(0, 100), default=1, show_default=True, help="적는 보호자 수")
@click.option("--adult-birth", "adult_births", type=DAY, multiple=True, help="보호자의 생년월일 (여러 번)")
@click.option("--companion", is_flag=True, help="이름을 적은 동반인이 데려옴")
@click.option("--residence", default="unknown", show_default=True, help="자치구 이름, seoul_life, outside, unknown")
@click.option("--family-birth", "family_births", type=DAY, multiple=True, help="가족의 모든 아이의 생년월일 (다자녀)")
@click.option("--concession", "concessions", multiple=True, help="보여 줄 수 있는 감면의 이름 (여러 번)")
@click.option("--care", is_flag=True, help="아이 모두 놀이돌봄")
@click.option("--care-reason", is_flag=True, help="놀이돌봄의 급한 사유가 있음")
@click.option("--been-here", is_flag=True, help="이 지점을 이용한 적이 있음")
@click.option("--visit", "visits", multiple=True, help="다른 예약: [몇째아이:]지점코드:2026-11-24T09:30 (여러 번)")
@click.option("--no-show", "no_shows", multiple=True, help="노쇼: 지점코드:2026-11-24T10:00 (표시된 순간, 여러 번)")
@click.option("--group", "head_count", type=NumberParameter(1, 1000), default=None, help="단체의 아이 수")
@NOW
@JSON
def why_command(**given: Any) -> None:
    """Whether a party may reserve a slot, all reasons why not, and the fee."""
    now = given["now"] or clock.now()
    code, day, start = given["code"], given["day"], given["start"]
    said = _asked(lambda: why_json(code, why(code, day, start, _party(given, now), now), now), code)
    if given["as_json"]:
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    click.echo("예약할 수 있습니다." if said["allowed"] else "예약할 수 없습니다.")
    for reason in [*said["reasons"], *said["door"]["reasons"]]:
        since = f"{reason['from']}부터" if reason["from"] else "처음부터"
        where = f" [{reason['rule']}] {reason['layer']} {since}: {reason['source']}" if reason["layer"] else ""
        click.echo(f"- {reason['message']}{where}")
    if said["fee"]:
        click.echo(_fee_words(said["fee"]))
        for name in sorted({*given["concessions"]} - {*said["fee"]["concessions"]}):
            click.echo(
                f"감면 {name}: 쓰이지 않았습니다. 이 지점에 그 감면이 없거나, 이 가족이 아니거나, 다른 감면이 더 큽니다."
            )


def _fee_words(fee: dict[str, Any]) -> str:
    total, with_all, without = fee["total_won"], fee["with_evidence_won"], fee["without_evidence_won"]
    line = f"이용료 {total:,}원"
    if fee["evidence"] and with_all != without:
        what = ", ".join(one["show"] for one in fee["evidence"])
        line += f" (현장에서 보여 줄 것: {what}. 보여 주면 {with_all:,}원, 보여 주지 않으면 {without:,}원)"
    return line


def _asked(ask: Any, code: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = ask()
        return found
    except NotThere as error:
        raise click.ClickException(f"{code} 지점이 없습니다 (no such café).") from error
    except NoRulesYet as early:
        raise click.ClickException(_no_rules_yet(early)) from early


def _no_rules_yet(early: NoRulesYet) -> str:
    if early.begins is None:
        return "시의 규칙이 아직 없습니다. python -m seed load seed/city.toml 로 시 파일을 먼저 넣어 주세요."
    return (
        f"시의 규칙은 {early.begins}부터 있어 {early.day}에는 답할 수 없습니다. {early.begins}부터의 날짜를 적어 주세요. "
        "첫날은 시 파일(seed/city.toml)의 valid_from이고, 그 파일을 처음 넣을 때 정해집니다."
    )


def _party(given: dict[str, Any], now: datetime) -> Party:
    known = concession_names(given["code"], given["day"])
    for name in given["concessions"]:
        if name not in known:
            raise click.BadParameter(
                f"{name} 감면은 없습니다. 쓸 수 있는 이름: {', '.join(sorted(known))}", param_hint="--concession"
            )
    past = [_visit(text, number, now) for number, text in enumerate(given["visits"], start=1)]
    for whose, _ in past:
        if whose is not None and not 1 <= whose <= len(given["births"]):
            raise click.BadParameter(
                f"{ordinal(whose)} 아이가 없습니다. --birth의 순서로 1부터입니다.", param_hint="--visit"
            )
    children = [
        ChildFacts(
            number,
            f"아이 {number}",
            birth,
            tuple(visit for whose, visit in past if whose in (None, number)),
            with_care=given["care"],
            has_been_here=given["been_here"],
        )
        for number, birth in enumerate(given["births"], start=1)
    ]
    return Party(
        children,
        given["adults"],
        adult_births=given["adult_births"],
        companion=given["companion"],
        residence=_residence(given["residence"]),
        concessions=given["concessions"],
        no_shows=[_no_show(text) for text in given["no_shows"]],
        family_births=whole_family(given["births"], given["family_births"]),
        care_reason=given["care_reason"],
        is_group=given["head_count"] is not None,
        head_count=given["head_count"] or 0,
    )


def _residence(text: str) -> Residence:
    try:
        return residence_said(text)
    except NotThere as error:
        raise click.BadParameter(
            f'"{text}"은(는) 자치구가 아닙니다. 마포구, seoul_life, outside, unknown처럼 적어 주세요.',
            param_hint="--residence",
        ) from error


def _visit(text: str, number: int, now: datetime) -> tuple[int | None, PastVisit]:
    """``[child:]code:2026-11-24T09:30``, the end from that café's timetable."""
    parts = text.split(":", 1)
    whose = int(parts[0]) if parts[0].isdigit() else None
    code, starts = _place_and_time(parts[1] if whose is not None and len(parts) > 1 else text, "--visit")
    cafe_id, _ = _ids(code, "--visit")
    ends = end_of(code, starts.date(), starts.time(), now)
    if ends is None:
        raise click.BadParameter(f"{text}: 그 지점에는 그때 시작하는 회차가 없습니다.", param_hint="--visit")
    # Each is a slot and a reservation of its own; ids below zero belong to no row.
    return whose, PastVisit(-number, cafe_id, instant(starts.date(), starts.time()), ends, -number)


def _no_show(text: str) -> NoShow:
    code, at = _place_and_time(text, "--no-show")
    cafe_id, district_id = _ids(code, "--no-show")
    return NoShow(at, cafe_id, district_id)


def _place_and_time(text: str, option: str) -> tuple[str, datetime]:
    code, _, moment = text.partition(":")
    try:
        found = datetime.fromisoformat(moment)
    except ValueError as error:
        raise click.BadParameter(f"{text}: 지점코드:2026-11-24T09:30처럼 적어 주세요.", param_hint=option) from error
    return code, found.astimezone(SEOUL) if found.tzinfo else found.replace(tzinfo=SEOUL)


def _ids(code: str, option: str) -> tuple[int, int]:
    try:
        return cafe_ids(code)
    except NotThere as error:
        raise click.BadParameter(f"{code} 지점이 없습니다.", param_hint=option) from error


def _day_line(day: dict[str, Any]) -> str:
    head = f"{day['date']} {day['weekday']}" + (f" {day['holiday']}" if day["holiday"] else "")
    if day["closed"]:
        return f"{head}  휴관: {day['closed']['reason']}"
    return f"{head}  " + ", ".join(_slot_words(slot) for slot in day["slots"])


def _slot_words(slot: dict[str, Any]) -> str:
    return f"{slot['start']}~{slot['end']} {slot['capacity']['individual']}명"


def init_app(app: Flask) -> None:
    """Attach the commands to the app."""
    commands: Sequence[click.Command] = (calendar_command, why_command)
    for command in commands:
        app.cli.add_command(command)
