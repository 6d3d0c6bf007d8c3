"""The table says how often a rate is another's, which bars are met, and the pictures are drawn from what is kept."""

from dataclasses import replace

import pytest

from bench.bars import Bar
from bench.numbers import Figures, Point
from bench.plots import draw
from bench.report import Report

LINE = Figures("", 10, {}, 100.0, 1.0, 2.0, 3.0, 4.0, 1.0, 1.0, 0.1)


def a_report(rates: dict[str, float], facts: dict[str, float] | None = None, **also) -> Report:
    lines = [replace(LINE, name=name, per_second=rate) for name, rate in rates.items()]
    return Report("18", {"date": "today", "commit": "abc"}, lines=lines, facts=facts or {}, **also)


def met(report: Report, beginning: str) -> bool:
    (found,) = [bar for bar in report.bars() if bar.sentence.startswith(beginning)]
    return found.met


def test_a_rate_is_told_in_those_of_what_it_is_compared_with():
    report = a_report(
        {
            "hot: POST alone": 300.0,
            "public: home": 100.0,
            "full: POST refused": 500.0,
            "bare Flask: page of 15 KB": 1000.0,
            "pgbench: the writes, hot": 1200.0,
            "pgbench: the writes, spread": 9000.0,
        },
        pretix={"orders_per_second": 10.0},
    )
    hot, home, refused, bare, alone, _ = (report.ratios(line) for line in report.lines)

    assert hot == {"÷ bare": 0.3, "÷ pgb": 0.25, "÷ pretix": 30.0}
    assert home == {"÷ bare": 0.1}
    assert refused == {"÷ bare": 0.5}
    assert bare == {"÷ bare": 1.0}
    assert alone == {}


def test_pretix_of_this_machine_goes_before_the_published_rate_and_it_is_said_which():
    rates = {"spread: POST alone": 600.0}
    here, elsewhere = a_report(rates, pretix={"orders_per_second": 9.0}), a_report(rates)

    assert [met(one, "spread") for one in (here, elsewhere)] == [True, False]
    assert "pretix on this machine: orders_per_second 9.0" in here.table()
    assert "pretix was not run here: 11.6/s" in elsewhere.table()


@pytest.mark.parametrize(
    ("fact", "value", "is_met"),
    [
        ("city-week: seconds until all are answered", 150.0, True),
        ("city-week: seconds until all are answered", 150.1, False),
        ("overload: goodput ÷ peak", 0.9, True),
        ("overload: goodput ÷ peak", 0.89, False),
        ("overload: longest wait in seconds", 2.1, False),
        ("growth: reservation, largest ÷ smallest", 1.15, True),
        ("growth: roster, largest ÷ smallest", 1.16, False),
    ],
)
def test_a_fact_meets_its_bar_up_to_the_bound(fact, value, is_met):
    assert met(a_report({}, {fact: value}), fact) is is_met


def test_the_availability_is_judged_by_the_bare_page_of_the_same_run():
    rates = {"public: places left in the city": 400.0, "bare Flask: page of 15 KB": 1000.0}

    assert met(a_report(rates), "public: places")
    assert not met(a_report(rates | {"bare Flask: page of 15 KB": 1001.0}), "public: places")
    assert a_report({"public: places left in the city": 400.0}).bars() == [Bar("no error answers (0)", met=True)]


def test_pictures_are_drawn_from_the_file_that_a_run_keeps(tmp_path):
    clients = [Point(one, {"per_second": 50.0 * one, "p50_ms": 5.0, "p99_ms": 9.0 * one}) for one in (1, 2, 4)]
    sizes = [Point(one, {"reservation": 5.0, "roster": 20.0}) for one in (10_000, 1_000_000)]
    kept = a_report({}, series={"clients": clients, "growth": sizes}).write(tmp_path)

    drawn = draw(kept, tmp_path)

    assert [path.name for path in drawn] == ["throughput.svg", "growth.svg"]
    throughput, growth = (path.read_text(encoding="utf-8") for path in drawn)
    assert "reservations a second" in throughput
    assert "today, abc" in throughput
    assert "1,000,000" in growth
    assert "<script" not in throughput + growth
    assert draw(a_report({}).write(tmp_path), tmp_path) == []
