"""What Korean asks of the words around a variable: the particle that the word before it wants, and counting words."""

import re

_CLOSING = " ’'”\"」)]}"
_FINAL_DIGITS, _FINAL_LETTERS = "013678", "lmn"
"""Read aloud these end in a consonant: 영, 일, 삼, 육, 칠, 팔; words that end so."""
_PAIRS = ("은는", "이가", "을를", "과와")
_WITH_FINAL = {one: pair[0] for pair in _PAIRS for one in pair}
_WITHOUT = {one: pair[1] for pair in _PAIRS for one in pair}
_ORDINALS = ("첫", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열")
_BESIDE = re.compile(r"(?<=[^\s(])\([^()]*\)\s*$")
"""What stands in brackets behind a word is passed over: 24일(화)은, because 24일은."""
_EITHER = re.compile(r"은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로")


def _final(word: str) -> str:
    """The last consonant with which the word ends when it is read: empty for a vowel, ``ㄹ``, or another one."""
    last = _BESIDE.sub("", word).rstrip(_CLOSING)[-1:]
    if "가" <= last <= "힣":
        number = (ord(last) - ord("가")) % 28
        return "" if number == 0 else "ㄹ" if number == 8 else "other"
    if last.isascii() and last.isdigit():
        return "ㄹ" if last in "178" else "other" if last in _FINAL_DIGITS else ""
    return "other" if last and last.lower() in _FINAL_LETTERS else ""


def particle(word: str, wanted: str) -> str:
    """The particle ``wanted`` (either form: ``은`` or ``는``, ``로`` or ``으로``) as it stands after the word."""
    final = _final(word)
    if wanted in ("로", "으로"):
        return "으로" if final == "other" else "로"
    return (_WITH_FINAL if final else _WITHOUT)[wanted]


def with_particle(word: str, wanted: str) -> str:
    """The word with its particle."""
    return word + particle(word, wanted)


def settled(text: str) -> str:
    """The text, with each 은(는), 이(가), 을(를), 와(과), (으)로 as the word before it wants it."""
    return _EITHER.sub(lambda found: particle(text[: found.start()], found[0].replace("(으)", "")[0]), text)


def ordinal(number: int) -> str:
    """``첫 번째``, ``두 번째``, … ``11번째``."""
    return f"{_ORDINALS[number - 1]} 번째" if 1 <= number <= len(_ORDINALS) else f"{number}번째"


__all__ = ["ordinal", "particle", "settled", "with_particle"]
