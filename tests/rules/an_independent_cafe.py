"""On which dates a café opens, told a second time: forward from date to date, where :mod:`booking.rules` looks back."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ONE = timedelta(days=1)
WEEK = "월화수목금토일"
WORDS = {"첫째": 1, "둘째": 2, "셋째": 3, "넷째": 4, "다섯째": 5}


@dataclass
class Verdicts:
    """What happens on each date, by the words of a café's file (``days``, ``holidays``, ``season`` as TOML gives them)."""

    stated: Mapping[str, Mapping[str, Any]]
    holidays: Mapping[date, frozenset[str]]

    def between(self, first: date, last: date) -> dict[date, str]:
        """``open``, or the kind of closing. Holidays are followed from a month before."""
        opened, moved = self._moves(first - 31 * ONE, last)
        every = (first + n * ONE for n in range((last - first).days + 1))
        return {day: self._verdict(day, opened, moved) for day in every}

    def _moves(self, first: date, last: date) -> tuple[set[date], set[date]]:
        """Dates that a run opens, and dates to which a weekly closing day moves."""
        how = self._said("holidays").get("weekly_day_on_holiday", "stays")
        opened: set[date] = set()
        moved: set[date] = set()
        day = first
        while day <= last:
            if how != "stays" and self._public(day) and self._weekly(day) and self._season(day) in ("none", "span"):
                after = day + ONE
                if how == "after_run":
                    opened.add(day)
                    while self._public(after):
                        opened.add(after)
                        after += ONE
                    while self._public(after) or after.weekday() in (5, 6):
                        after += ONE
                moved.add(after)
            day += ONE
        return opened, moved

    def _verdict(self, day: date, opened: set[date], moved: set[date]) -> str:
        season = self._season(day)
        if season in ("outside", "listed", "listed in span"):
            return "season" if season == "outside" else "open"
        if self._is_nth(day, "closed_nth"):
            return "nth"
        if day in opened:
            return "open"
        moves = self._said("holidays").get("weekly_day_on_holiday", "stays") != "stays" and self._public(day)
        if self._weekly(day) and not moves:
            return "weekly"
        if day in self.holidays and not self._opens_on(self.holidays[day]):
            return "holiday"
        return "moved" if day in moved else "open"

    def _opens_on(self, kinds: frozenset[str]) -> bool:
        said = self._said("holidays")
        most_particular_first = (
            "childrens_day",
            "labour_day",
            "new_year",
            "seollal_chuseok",
            "election",
            "temporary",
            "substitute",
        )
        stated = [said[f"open_on_{kind}"] for kind in most_particular_first if kind in kinds and f"open_on_{kind}" in said]
        return stated[0] if stated else said.get("open_on_holidays", False)

    def _weekly(self, day: date) -> bool:
        return WEEK[day.weekday()] not in self._said("days")["open"] and not self._is_nth(day, "open_nth")

    def _is_nth(self, day: date, key: str) -> bool:
        for words in self._said("days").get(key, ()):
            nth, weekday = words.split()
            of_month = [row[WEEK.index(weekday)] for row in calendar.monthcalendar(day.year, day.month)]
            numbers = [number for number in of_month if number]
            which = numbers[-1:] if nth == "마지막" else numbers[WORDS[nth] - 1 : WORDS[nth]]
            if day.day in which:
                return True
        return False

    def _season(self, day: date) -> str:
        said = self._said("season")
        spans = [[date.fromisoformat(end) for end in text.split("~")] for text in said.get("spans", ())]
        in_span = any(first <= day <= last for first, last in spans)
        if day in said.get("dates", ()):
            return "listed in span" if in_span else "listed"
        if not spans and not said.get("dates"):
            return "none"
        return "span" if in_span else "outside"

    def _public(self, day: date) -> bool:
        return self.holidays.get(day, frozenset()) not in (frozenset(), {"labour_day"})

    def _said(self, section: str) -> Mapping[str, Any]:
        return self.stated.get(section, {})
