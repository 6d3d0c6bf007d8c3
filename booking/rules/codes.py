"""Reservation codes as people type, read out and scan them."""

import re
import unicodedata
from itertools import islice, product

LENGTH = 8
MOST_READINGS = 256
READ_AS = {
    # Never in a code: what was meant.
    "0": "DQ",
    "O": "DQ",
    "1": "J7",
    "I": "J7",
    "L": "J7",
    "U": "V",
    # In a code, and read for one another.
    "2": "2Z",
    "Z": "Z2",
    "5": "5S",
    "S": "S5",
    "6": "6G",
    "G": "G6",
    "8": "8B",
    "B": "B8",
    "V": "VY",
    "Y": "YV",
}


def plain_code(text: str) -> str:
    """The code in ``text`` without dashes and spaces, in capitals; of a link (a scanner types it whole) its last part.

    Empty when there is no letter or digit. Full-width characters, as some keyboards send them, are read as plain ones.
    """
    typed = unicodedata.normalize("NFKC", text).strip().rstrip("/")
    last = re.split(r"[/=]", typed)[-1] if "://" in typed or "/q/" in typed else typed
    return re.sub(r"[\s\-‐-―_.·]", "", last).upper()


def readings(text: str) -> list[str]:
    """Every code that ``text`` may stand for, the literal one first; empty when it has not the length of a code."""
    typed = plain_code(text)
    if len(typed) != LENGTH or not typed.isascii() or not typed.isalnum():
        return []
    ways = product(*(READ_AS.get(letter, letter) for letter in typed))
    return list(dict.fromkeys([typed, *("".join(way) for way in islice(ways, MOST_READINGS))]))


def shown_code(code: str) -> str:
    """The code in two halves, as it is read out: ``K7M2-QX34``."""
    return f"{code[:4]}-{code[4:]}" if len(code) == LENGTH else code
