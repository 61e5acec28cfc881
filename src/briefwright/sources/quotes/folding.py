"""Folding: text normalised for the comparison of quotes with the essay, and the words of any script.

Two texts that look alike fold to the same text, however they are typed, broken into lines or encoded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″❝❞", '"') | dict.fromkeys("‘’‚‛‹›′`\u00b4", "'"))
# Style guides turn double quotation marks within a quote into single ones, and the other way round.
_MARKS = "'‘’‚‛‹›′`\u00b4\u02bb\u02bc\u05f3❛❜“”„‟«»″\u05f4❝❞「」『』〝〞〟"
_HYPHENS = "\u2010\u2011\u2212"
_ALIKE = str.maketrans(dict.fromkeys(_MARKS, '"') | dict.fromkeys(_HYPHENS, "-"))
# French puts spaces inside its quotation marks. German marks point inwards and have no spaces.
_SPACE_INSIDE_QUOTES = re.compile(r"(?:(?<!\S)|(?<=[(\[]))[«‹](\s+)|(?<!\s)(\s+)[»›](?!\w)")
_SOFT_HYPHEN = "\u00ad"
INVISIBLE = frozenset(
    chain(
        "\u00ad\u034f\u061c\ufeff",
        map(chr, range(0x180B, 0x1810)),
        map(chr, range(0x200B, 0x2010)),
        map(chr, range(0x202A, 0x202F)),
        map(chr, range(0x2060, 0x2070)),
        map(chr, range(0xFE00, 0xFE10)),
        map(chr, range(0xE0100, 0xE01F0)),
    )
)
"""Soft hyphen, zero-width spaces and joiners, byte-order mark, direction marks, variation selectors: the default
ignorable characters that occur in texts (UAX #44, Default_Ignorable_Code_Point)."""

UNSPACED = (
    # Han, Hiragana, Katakana, Bopomofo and Yi, with their punctuation.
    "\u2e80-\u2fdf\u3001-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
    # Thai, Lao, Myanmar, Khmer, and the other scripts with the line-breaking class SA (UAX #14).
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
)
"""Characters of scripts without spaces between words, for a character class of a regular expression."""
WORD_START = rf"(?:(?<![^\W{UNSPACED}])|(?=[{UNSPACED}]))"
"""A position where a word may start, for a regular expression; a vowel sign after it may continue a word."""
WORD_END = rf"(?:(?![^\W{UNSPACED}])|(?<=[{UNSPACED}]))"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
# The second half of a letter, although Unicode has it as a letter of its own (UAX #29, SpacingMark).
_SECOND_HALVES = "\u0e33\u0eb3"
# The next consonant is written below the one before.
_STACKERS = "\u17d2\u1039"

# The time to compose accents grows with the square of their number.
_MAX_ACCENTS = 30
"""Accents on one letter, as in the Stream-Safe Text Format (UAX #15, 12.1)."""
# NFKC does not change these characters and does not compose them with each other: ASCII, Latin-1 letters, dashes,
# hyphens, English quotation marks and the no-break space.
_SIMPLE = re.compile(r"[\t\n\r -~\u00a0À-ÿ\u2010\u2011–—‘’“”]*")
_WORD = re.compile(r"\S+")
_CACHE_SIZE = 16384
"""Enough for the paragraphs, list items and table rows of a long essay, and the quotes from it."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Text normalised for comparison; ``starts[i]`` and ``ends[i]`` bound character ``i`` in the original.

    ``hyphenated`` is the same text with its soft hyphens as hyphens, if it has any: in a text from a PDF, a soft hyphen
    may be either.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    hyphenated: Folded | None = None


@lru_cache(_CACHE_SIZE)
def fold(text: str) -> Folded:
    """Fold white space, hyphens, quotation marks, compatibility forms (NFKC) and invisible characters.

    In scripts without spaces between words, white space is removed: it comes from line breaks.
    """
    return _fold_simple(text) if _SIMPLE.fullmatch(text) else fold_any(text)


def _fold_simple(text: str) -> Folded:
    """Fold a text in which only white space, hyphens and quotation marks change; faster than `fold_any`."""
    words = [match.span() for match in _WORD.finditer(text)]
    # Each word includes the first space after it.
    starts = tuple(chain.from_iterable(range(start, end + 1) for start, end in words))[:-1]
    return Folded(" ".join(text.translate(_ALIKE).split()), starts, tuple(start + 1 for start in starts))


def fold_any(text: str) -> Folded:
    """Fold a text of any characters."""
    plain = text.translate(_ALIKE)
    visible = [index for index, character in enumerate(text) if character not in INVISIBLE]
    spaces_inside_quotes = {
        visible[index]
        for match in _SPACE_INSIDE_QUOTES.finditer("".join(text[index] for index in visible))
        for index in range(*match.span(match.lastindex or 0))
    }
    kept = [index for index in visible if index not in spaces_inside_quotes]
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(kept):
        after = position + 1
        while after < len(kept) and after - position <= _MAX_ACCENTS and _combines(plain[kept[after]]):
            after += 1
        start, end = kept[position], kept[after - 1] + 1
        is_space = after == position + 1 and plain[start].isspace()
        cluster = "".join(plain[index] for index in kept[position:after])
        for character in " " if is_space else _normalised(cluster):
            last = characters[-1] if characters else " "
            if character == " ":
                if last == " " or (is_space and is_unspaced(last)):
                    continue
            elif last == " " and is_unspaced(character) and not _combines(character) and characters:
                del characters[-1], starts[-1], ends[-1]
            characters.append(character)
            starts.append(start)
            ends.append(end)
        position = after
    if characters and characters[-1] == " ":
        del characters[-1], starts[-1], ends[-1]
    hyphenated = fold_any(text.replace(_SOFT_HYPHEN, "-")) if _SOFT_HYPHEN in text else None
    return Folded("".join(characters), tuple(starts), tuple(ends), hyphenated)


@lru_cache(_CACHE_SIZE)
def _normalised(cluster: str) -> str:
    """Return a character with its accents in NFKC, with one kind of space, hyphen and quotation mark."""
    normalised = unicodedata.normalize("NFKC", cluster).translate(_ALIKE)
    return "".join(" " if character.isspace() else character for character in normalised if character not in INVISIBLE)


@lru_cache(_CACHE_SIZE)
def _combines(character: str) -> bool:
    """Return whether a character may compose with the one before it: a mark, or a vowel or final of a Korean syllable.

    Vowels and finals of Hangul are not marks, but NFC composes them (Unicode Standard, 3.12). Halfwidth forms count as
    what they stand for.
    """
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"


def is_unspaced(character: str) -> bool:
    """Return whether a character belongs to a script without spaces between words."""
    return character >= "\u0e01" and _UNSPACED.match(character) is not None


def is_word_character(character: str) -> bool:
    """Return whether a character belongs to a word; ``isalnum`` excludes the vowel signs of Arabic or Hindi."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def is_inside_word(text: str, index: int) -> bool:
    """Return whether a position divides a word; in scripts without spaces, a letter or a number."""
    if not 0 < index < len(text):
        return False
    before, after = text[index - 1], text[index]
    if not (is_word_character(before) and is_word_character(after)):
        return False
    if not (is_unspaced(before) or is_unspaced(after)):
        return True
    is_number = before.isdecimal() and after.isdecimal()
    is_letter = unicodedata.category(after).startswith("M") or after in _SECOND_HALVES or before in _STACKERS
    return is_number or is_letter


def tokens(text: str) -> list[str]:
    """Return the words of a text without case; in scripts without spaces, the letters."""
    return _TOKEN.findall(text.casefold())
