"""What the command line asks for."""

import argparse
from dataclasses import dataclass

from .kills import KINDS
from .planted import FAULTS


@dataclass(frozen=True)
class Wish:
    """How many kills of which kinds on which engines; or the planted faults (``planted``)."""

    kills: int
    kinds: tuple[str, ...]
    engines: tuple[str, ...]
    seed: int
    planted: bool


def told(arguments: list[str]) -> Wish:
    """The command line, or exit with a sentence when it cannot be understood."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Kills in mid-rush, and what is left.")
    parser.add_argument("--kills", type=int, default=50, help="kills of each kind (50)")
    parser.add_argument("--kinds", default="worker,group,jobs,postgres", help="of these, with commas")
    parser.add_argument("--engine", choices=[*KINDS, "both"], default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help=f"show that the checker finds: {', '.join(FAULTS)}")
    args = parser.parse_args(arguments)
    kinds = tuple(part for part in args.kinds.split(",") if part)
    known = KINDS["postgresql"]
    if not kinds or args.kills < 1 or not set(kinds) <= set(known):
        parser.error(f"--kinds are some of {', '.join(known)}; --kills is 1 or more")
    engines = tuple(KINDS) if args.engine == "both" else (args.engine,)
    return Wish(args.kills, kinds, engines, args.seed, args.planted)
