"""The table that ends a campaign."""

from collections.abc import Sequence

from .campaign import Outcome

HEAD = ("engine", "kind", "kills", "requests", "reserved", "lost answers", "→ reserved", "→ none", "violations")
WIDTHS = (11, 9, 6, 9, 9, 13, 11, 7, 11)


def table(outcomes: Sequence[Outcome]) -> str:
    """One line per engine and kind of kill."""
    lines = [_line(HEAD)]
    for outcome in outcomes:
        for kind, tally in outcome.tallies.items():
            lost = tally.settled["reserved"], tally.settled["none"]
            found = tally.violations
            cells = (outcome.engine, kind, tally.kills, tally.requests, tally.reserved, sum(lost), *lost, found)
            lines.append(_line(cells))
    for outcome in outcomes:
        lines.append(
            f"{outcome.engine}: counters seen in the rush {outcome.looks} times;"
            f" mails sent a second time with the same Message-ID: {outcome.second_copies};"
            f" the server gave up after two deaths of a worker within seconds, and was started anew: {outcome.ends}"
        )
    return "\n".join(lines)


def _line(cells: Sequence[object]) -> str:
    return "".join(
        str(cell).ljust(width) if number < 2 else str(cell).rjust(width)
        for number, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )
