"""Finding a Korean name by a part of it, by its initial consonants (``ㄱㅁㅅ``), or by a mixture (``김ㅁㅅ``)."""

import unicodedata

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
CLUSTERS = {
    # Keyboards join two consonants typed in a row.
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}
_SYLLABLES_PER_INITIAL = 588


def _plain(text: str) -> str:
    joined = "".join(unicodedata.normalize("NFC", text).split()).casefold()
    return "".join(CLUSTERS.get(letter, letter) for letter in joined)


def _initial(letter: str) -> str:
    if "가" <= letter <= "힣":
        return INITIALS[(ord(letter) - ord("가")) // _SYLLABLES_PER_INITIAL]
    return letter


def name_matches(wanted: str, name: str) -> bool:
    """Whether ``wanted`` is a part of ``name``; a lone consonant stands for any syllable that begins with it."""
    asked, given = _plain(wanted), _plain(name)
    if not asked:
        return False
    return any(
        all(a in (g, _initial(g)) for a, g in zip(asked, given[start:], strict=False))
        for start in range(len(given) - len(asked) + 1)
    )
