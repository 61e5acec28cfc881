"""The recommendations sheet is one page with all its words, or it is refused, whatever the recommendations."""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html

from briefwright.errors import BriefwrightError
from briefwright.pdf import reader
from tests.examples import examples
from tests.tools.press import press, view
from tests.tools.publication import overlaps, read_pdf, squeezed, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.press import Pressed
    from tests.tools.publication import Page

pytestmark = [pytest.mark.pandoc, pytest.mark.poppler]

SHEET = "recommendations-sheet"
WORDS = {
    "en": "share information about recruitment online with every agency that asks for it and say so in public",
    "fr": "coopérer à l’échelle européenne, où qu’ils œuvrent, et prévenir dès aujourd’hui l’embrigadement",
    "de": "die Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetze für Telekommunikationsüberwachung und "
    "Grundrechtsfolgenabschätzung über Verfassungsschutzbehörden hinaus prüfen",
    "ar": "تعزيز التنسيق بين الأجهزة الأمنية على جميع المستويات وتبادل المعلومات، ومكافحة التجنيد الإلكتروني في كلّ",
}
ACTORS = (
    "EU Member States",
    "The EU",
    "Les États membres de l’Union",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "الدول الأعضاء",
)
FOREIGN = {"ar": ("Europol", "2021/784"), "en": ("(تطرف)", "التجنيد الإلكتروني"), "fr": ("تطرف",), "de": ("تطرف",)}
REFUSAL = re.compile(
    r"the text does not fit on 1 page, even at 8\.5 pt, the smallest size in document\.yaml; "
    r"shorten it by about [1-9]\d* lines?; the longest item has (\d+) words: “R(\d+) .+ …”"
)
# In points, as pdftotext prints them.
SIZES = {"A4": (595.275591, 841.889764), "Letter": (612.0, 792.0)}
# In words: a shorter sheet always fits, a longer one never does.
SHORT, LONG = 130, 560


@dataclass(frozen=True)
class Item:
    """A recommendation: actor and action."""

    actor: str
    action: str


def item(actor: str, language: str, length: int, *, foreign: bool, seed: int) -> Item:
    """Return an action of ``length`` words, two of them in another script if ``foreign``."""
    chance = random.Random(seed)  # noqa: S311 - words
    words = chance.choices(WORDS[language].split(), k=length)
    for place in chance.sample(range(1, length), k=2) if foreign else ():
        words[place] = chance.choice(FOREIGN[language])
    return Item(actor, " ".join(words))


ITEMS = st.builds(
    item,
    actor=st.sampled_from(ACTORS),
    language=st.sampled_from(sorted(WORDS)),
    length=st.integers(5, 60),
    foreign=st.booleans(),
    seed=st.integers(0, 1 << 16),
)


def sheet(items: list[Item], size: str, binding: float) -> Pressed:
    sheet_view = view(SHEET)
    (group,) = sheet_view["recommendation_lines"]
    (line,) = group["recommendations"]
    group["recommendations"] = [
        {**line, "id": f"r{number}", "number": f"R{number}", "actor": item.actor, "action": item.action}
        for number, item in enumerate(items, 1)
    ]
    return press(SHEET, sheet_view, size, binding)


def typeset(items: list[Item], size: str, binding: float) -> Pressed | str:
    """Return a sheet, or the message of the refusal."""
    try:
        return sheet(items, size, binding)
    except BriefwrightError as error:
        return str(error)


def check_longest(items: list[Item], number: int, words: int) -> None:
    """Check the item in a refusal: its number of words is right, and no other item is much longer."""
    texts = [f"{place} {item.actor} should {item.action}" for place, item in enumerate(items, 1)]
    # Some words after an action are the same for all, such as its horizon.
    assert words - len(texts[number - 1].split()) in range(13)
    # The page also has control characters for the direction of writing.
    assert len(texts[number - 1]) >= max(map(len, texts)) - 8


def normalise(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def check_words(items: list[Item], pressed: Pressed, page: Page) -> None:
    """Check that all words of the fragment are printed, and that each recommendation is tagged in full."""
    written = Counter(squeezed(text_of(html.fragment_fromstring(pressed.fragment, create_parent="div"))))
    assert written - Counter(squeezed(page.text)) == Counter()
    root = reader.read(pressed.pdf).root
    assert root is not None
    read = [normalise(element.words) for element in root.walk() if element.type == "H3"]
    expected = [normalise(f"R{n}{item.actor}should{item.action}") for n, item in enumerate(items, 1)]
    assert read == expected


def check_places(page: Page, binding: float) -> None:
    """Check that no word covers another, the QR code, the running header or footer, or leaves the page."""
    assert overlaps(page.words) == []
    edge = (18 - binding) / 25.4 * 72 - 1
    inside = [word for word in page.words if word.left < edge or word.right > page.width - edge]
    assert inside == []
    head = max(word.bottom for word in page.words if word.top < 40)
    foot = min(word.top for word in page.words if word.bottom > page.height - 45)
    body = [word for word in page.words if word.top > 40 and word.bottom < page.height - 45]
    assert head <= min(word.top for word in body) + 1
    assert foot >= max(word.bottom for word in body) - 1


@settings(max_examples=examples(14), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    items=st.lists(ITEMS, min_size=3, max_size=12),
    size=st.sampled_from(["A4", "Letter"]),
    binding=st.sampled_from([0, 6, 12]),
)
@example(items=[item("The EU", "en", 5, foreign=False, seed=1)] * 3, size="A4", binding=0)
@example(items=[item("الدول الأعضاء", "ar", 12, foreign=True, seed=2)] * 12, size="Letter", binding=6)
@example(items=[item(ACTORS[3], "de", 60, foreign=False, seed=3)] * 12, size="A4", binding=0)
def test_sheet_is_one_page_with_all_words_or_refused(
    tmp_path: Path, items: list[Item], size: Literal["A4", "Letter"], binding: float
) -> None:
    lengths = [len(item.action.split()) for item in items]
    pressed = typeset(items, size, binding)
    if isinstance(pressed, str):
        refusal = REFUSAL.fullmatch(pressed)
        assert refusal, pressed
        check_longest(items, number=int(refusal[2]), words=int(refusal[1]))
        assert sum(lengths) > SHORT
        return
    assert sum(lengths) < LONG
    path = tmp_path / f"{hashlib.sha256(pressed.pdf).hexdigest()}.pdf"
    path.write_bytes(pressed.pdf)
    (page,) = read_pdf(path)
    assert (page.width, page.height) == SIZES[size]
    check_words(items, pressed, page)
    check_places(page, binding)
