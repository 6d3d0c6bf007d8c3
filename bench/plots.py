"""``python -m bench.plots FILE [FOLDER]``: draw what a run kept in ``var/bench/….json`` found against a size.

Throughput and p99 against clients, cost against visits in the tables; into ``docs/pictures`` unless another folder is named.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

from tools.environment import TOP

PICTURES = TOP / "docs" / "pictures"
SCRIPT = re.compile(rb"<script.*?</script>", re.DOTALL)
"""What pygal puts into every picture for tooltips, which a picture in a text does not have."""
STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    font_family="sans-serif",
    colors=("#0b50d0", "#d63d4a", "#228738", "#8a5a00", "#6b3fa0", "#1d6f7a"),
)
Points = Sequence[dict[str, Any]]


def throughput(points: Points, about: str) -> pygal.Line:
    """Reservations a second (left) and the p99 of their answers (right), by number of clients."""
    chart = _chart(f"Reservations by number of clients · {about}", "clients", points)
    chart.y_title = "reservations a second"
    chart.secondary_range = _from_zero(one["values"]["p99_ms"] for one in points)
    chart.range = _from_zero(one["values"]["per_second"] for one in points)
    chart.add("reservations a second", [one["values"]["per_second"] for one in points])
    chart.add("p99, ms (right)", [one["values"]["p99_ms"] for one in points], secondary=True)
    return chart


def growth(points: Points, about: str) -> pygal.Line:
    """Processor time of each request, by visits in the tables."""
    chart = _chart(f"Cost by visits in the tables · {about}", "visits in the tables", points)
    chart.y_title = "ms of processor time, server and database"
    chart.range = _from_zero(value for one in points for value in one["values"].values())
    for name in points[0]["values"]:
        chart.add(name, [one["values"][name] for one in points])
    return chart


DRAWN: dict[str, tuple[str, Callable[[Points, str], pygal.Line]]] = {
    "clients": ("throughput.svg", throughput),
    "growth": ("growth.svg", growth),
}
"""By the series that a run keeps: the picture's name, and what draws it."""


def _chart(title: str, x_title: str, points: Points) -> pygal.Line:
    chart = pygal.Line(
        style=STYLE, width=860, height=440, title=title, x_title=x_title, legend_at_bottom=True, js=(), dots_size=4
    )
    chart.x_labels = [f"{one['size']:,}" for one in points]
    chart.value_formatter = lambda value: f"{value:,.0f}"
    return chart


def _from_zero(values: Iterable[float]) -> tuple[float, float]:
    """An axis whose length says something: from zero to the next round number."""
    most = max(values)
    step = 10 ** floor(log10(most)) / 2
    return 0, ceil(most / step) * step


def draw(file: Path, folder: Path) -> list[Path]:
    """Draw the series of this run; the pictures."""
    run = json.loads(file.read_text(encoding="utf-8"))
    about = f"{run['conditions']['date']}, {run['conditions']['commit']}"
    drawn = []
    for name, (picture, chart) in DRAWN.items():
        if points := run["series"].get(name):
            path = folder / picture
            path.write_bytes(SCRIPT.sub(b"", chart(points, about).render()))
            drawn.append(path)
    return drawn


if __name__ == "__main__":
    print(*draw(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURES), sep="\n")
