"""Pandoc's tree of a document, as its JSON has it: each element is a mapping with type ``t`` and content ``c``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Element = dict[str, Any]
Elements = list[Element]

_STYLES = ("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps")
_SPACES, _SILENT = ("Space", "SoftBreak", "LineBreak"), ("Note", "RawInline", "RawBlock", "Image")
_QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}


def element(name: str, content: Any = None) -> Element:  # noqa: ANN401 - any JSON
    """Return an element."""
    return {"t": name} if content is None else {"t": name, "c": content}


def words(text: str) -> Elements:
    """Return a text as inline elements."""
    return [element("Str", text)]


def paragraph(*inlines: Element) -> Element:
    """Return a paragraph."""
    return element("Para", list(inlines))


def heading(level: int, text: str) -> Element:
    """Return a heading."""
    return element("Header", [level, ["", [], []], words(text)])


def inlines_of(item: Element) -> Elements:
    """Return the inline elements in an inline element; none if it contains no others."""
    name: str = item["t"]
    content: Any = item.get("c")
    if name in _STYLES:
        return content or []
    if name in {"Quoted", "Cite", "Span", "Link", "Image"}:
        return content[1] or []
    return []


def quotation_marks(item: Element) -> str:
    """Return the opening and the closing mark of a quotation."""
    return _QUOTES[item["c"][0]["t"]]


def blocks_in(item: Element) -> list[Elements]:
    """Return the lists of blocks in a block; none if it contains no blocks."""
    parts: dict[str, Callable[[Any], list[Elements]]] = {
        "BlockQuote": lambda content: [content],
        "Div": lambda content: [content[1]],
        "Figure": lambda content: [content[2]],
        "BulletList": list,
        "OrderedList": lambda content: list(content[1]),
        "DefinitionList": lambda content: [blocks for _, definitions in content for blocks in definitions],
        "Table": lambda _: [cell[4] for row in table_rows(item) for cell in row],
    }
    return parts[item["t"]](item["c"]) if item["t"] in parts else []


def table_rows(table: Element) -> list[list[Any]]:
    """Return the rows of a table, those of head and foot too, as lists of cells."""
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1]]
    for body in bodies:
        rows += [*body[2], *body[3]]
    rows += foot[1]
    return [row[1] for row in rows]


def text_of(item: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the words of elements, without footnotes."""
    if isinstance(item, list):
        return "".join(map(text_of, item))
    if not isinstance(item, dict):
        return ""
    name = item.get("t")
    if name in _SPACES or name in _SILENT:
        return " " if name in _SPACES else ""
    if name in {"Str", "Code", "Math", "CodeBlock"}:
        return str(item["c"] if name == "Str" else item["c"][1])
    if name == "Quoted":
        marks = quotation_marks(item)
        return f"{marks[0]}{text_of(item['c'][1])}{marks[1]}"
    return text_of(item.get("c"))


def walk(item: Any) -> Iterator[Element]:  # noqa: ANN401 - any JSON
    """Yield all elements in a tree, from the outside in."""
    if isinstance(item, list):
        for child in item:
            yield from walk(child)
    elif isinstance(item, dict):
        if "t" in item:
            yield item
        yield from walk(item.get("c"))


def rewrite(item: Any, change: Callable[[Element], Elements | None]) -> Any:  # noqa: ANN401 - any JSON
    """Return a tree in which ``change`` replaced elements in lists; ``None`` keeps an element and goes into it."""
    if isinstance(item, list):
        result: list[Any] = []
        for child in item:
            replaced = change(child) if isinstance(child, dict) and "t" in child else None
            result += [rewrite(child, change)] if replaced is None else replaced
        return result
    if isinstance(item, dict) and "c" in item:
        return item | {"c": rewrite(item["c"], change)}
    return item


def join(parts: Iterable[Elements], between: Element) -> Elements:
    """Return lists of elements as one, with an element between them."""
    joined: Elements = []
    for part in parts:
        joined += [between, *part] if joined and part else part
    return joined
