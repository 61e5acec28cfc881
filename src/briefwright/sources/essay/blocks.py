"""Read the blocks of an essay: CommonMark with tables, footnotes and front matter, as a tree.

markdown-it-py parses; this module numbers what can be quoted and reports what cannot be shown.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from briefwright import prose
from briefwright.faults import Fault, html_fault
from briefwright.prose import Run
from briefwright.sources.essay.tree import Block, EssayTree, Leaf, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markdown_it.token import Token

    from briefwright.sources.essay.tree import BlockType

_CELL = re.compile(r"(?<!\\)\|")
_ALIGNMENT = re.compile(r"text-align:(\w+)")
_OPEN_FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n?|\n)[A-Za-z][\w-]*:(?:\s|$)")
_ANCHOR_WORDS = 6
_TOO_DEEP = 4
"""Levels of headings in the report under that of the essay's section (h3 to h6)."""


def read_blocks(markdown: str) -> EssayTree:
    """Return the blocks of an essay. A text in faults gets no number, but all other texts do."""
    environment: dict[str, Any] = {}
    tokens = prose.parser(blocks=True).parse(markdown, environment)
    reader = _Reader(markdown, dict(environment["footnote_lines"]))
    blocks: list[Block] = []
    footnotes: list[Block] = []
    front_matter = None
    for node in SyntaxTreeNode(tokens).children:
        if node.type == "front_matter":
            front_matter = node.content
        elif node.type == "footnote_block":
            footnotes += [
                Block("footnote", children=reader.filled(each, "footnote"), level=each.meta["id"] + 1)
                for each in node.children
            ]
        else:
            blocks += reader.block(node)
    if front_matter is None and _OPEN_FRONT_MATTER.match(markdown):
        reader.faults.append(Fault(0, "---", "the front matter is not closed", "write --- on a line after it"))
    reader.report_unused(environment, tokens)
    return EssayTree(tuple(blocks), tuple(footnotes), tuple(reader.leaves), tuple(reader.faults), front_matter)


class _Reader:
    """Collects the texts and faults of an essay."""

    def __init__(self, markdown: str, footnote_lines: Mapping[str, int]) -> None:
        self.footnote_lines = footnote_lines
        self.lines = re.split(r"\r\n|\r|\n", markdown)
        self.leaves: list[Leaf] = []
        self.faults: list[Fault] = []
        self._levels: list[int] = []
        self._anchors: set[str] = set()
        self._depth = 0
        self._footnote_lines: dict[int, int] = {}

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
        self._depth += 1
        blocks = tuple(block for node in nodes for block in self.block(node))
        self._depth -= 1
        return blocks

    def block(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        """Return the blocks of a node; none if it has no text or cannot be shown."""
        line = node.map[0] if node.map else 0
        blocks: tuple[Block, ...] = ()
        match node.type:
            case "paragraph":
                blocks = self._paragraph(node)
            case "heading":
                blocks = self._heading(node, line)
            case "bullet_list" | "ordered_list":
                list_type: BlockType = "bullets" if node.type == "bullet_list" else "numbers"
                blocks = (Block(list_type, children=self._items(node), start=int(node.attrs.get("start", 1))),)
            case "blockquote":
                blocks = (Block("quotation", children=self.filled(node, "quotation")),)
            case "table":
                blocks = (self._table(node),)
            case "fence" | "code_block" if node.content.strip():
                text = node.content.removesuffix("\n")
                blocks = (self._leaf("code", (Run(text),), line + (node.type == "fence"), _breaks(text)),)
            case "hr":
                blocks = (Block("rule"),)
            case "html_block":
                self.faults.append(html_fault(node.content, line))
        return blocks

    def _leaf(self, block_type: BlockType, runs: tuple[Run, ...], line: int, breaks: tuple[int, ...]) -> Block:
        self.leaves.append(Leaf(runs, line, breaks))
        for run in runs:
            if run.footnote is not None:
                self._footnote_lines.setdefault(run.footnote, line)
        return Block(block_type, paragraph=len(self.leaves))

    def _inline(self, node: SyntaxTreeNode) -> tuple[Run, ...]:
        runs, faults = prose.read_inline(_token(node))
        self.faults += faults
        return runs

    def _paragraph(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        inline = node.children[0]
        token = _token(inline)
        children = token.children or []
        if pictures := _only_pictures(children):
            return tuple(block for picture in pictures for block in self._picture(picture, token))
        token.children = _verse(children)
        runs = self._inline(inline)
        if not any(run.text.strip() for run in runs):
            return ()
        line = token.map[0] if token.map else 0
        return (self._leaf("paragraph", runs, line, tuple(_token_breaks(children))),)

    def _heading(self, node: SyntaxTreeNode, line: int) -> tuple[Block, ...]:
        runs = self._inline(node.children[0])
        if not any(run.text.strip() for run in runs):
            self.faults.append(Fault(line, self.lines[line], "the heading has no text", "write it, or delete it"))
            return ()
        if self._depth:
            hint = "write the text in **bold**, or move the heading out"
            self.faults.append(Fault(line, self.lines[line].strip(), "a heading inside a list or quotation", hint))
        level = int(node.tag[1])
        self._levels = [*(above for above in self._levels if above < level), level]
        if len(self._levels) > _TOO_DEEP:
            hint = "give the heading fewer #"
            self.faults.append(Fault(line, self.lines[line], f"only {_TOO_DEEP} levels of headings are shown", hint))
        return (Block("heading", runs=runs, level=len(self._levels), anchor=self._anchor(prose.plain_text(runs))),)

    def _anchor(self, text: str) -> str:
        """Return a readable anchor: ``essay-`` and the first words, with a number where they occur again."""
        name = "-".join(["essay", *re.findall(r"[^\W_]+", text.lower())[:_ANCHOR_WORDS]])
        candidates = (name if number == 1 else f"{name}-{number}" for number in count(1))
        anchor = next(candidate for candidate in candidates if candidate not in self._anchors)
        self._anchors.add(anchor)
        return anchor

    def _items(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        return tuple(Block("item", children=self.filled(item, "list item")) for item in node.children)

    def _table(self, node: SyntaxTreeNode) -> Block:
        head = node.children[0].children[0]
        alignments = tuple(_alignment(cell) for cell in head.children)
        rows = [Block("head", runs=self._cells(head))]
        for row in (row for body in node.children[1:] for row in body.children):
            line = row.map[0] if row.map else 0
            source = self.lines[line].strip().removeprefix("|")
            if len(_CELL.split(re.sub(r"\|$", "", source))) > len(alignments):
                hint = "add a column to the head, or write \\| for a bar in a text"
                self.faults.append(Fault(line, self.lines[line], "the row has more cells than the head", hint))
            runs = self._cells(row)
            if any(run.text.strip() for run in runs):
                rows.append(self._leaf("row", runs, line, ()))
        return Block("table", children=tuple(rows), alignments=alignments)

    def _cells(self, row: SyntaxTreeNode) -> tuple[Run, ...]:
        runs: list[Run] = []
        for index, cell in enumerate(row.children):
            runs += [Run("\t")] * (index > 0)
            runs += (run for inline in cell.children for run in self._inline(inline))
        return tuple(runs)

    def _picture(self, image: Token, paragraph: Token) -> tuple[Block, ...]:
        line = paragraph.map[0] if paragraph.map else 0
        path, source = unquote(str(image.attrGet("src") or "")), f"![{image.content}"
        alt = " ".join("".join(_words(child) for child in image.children or ()).split())
        if re.match(r"[a-zA-Z][\w+.-]*:|/|\\", path) or ".." in path.split("/"):
            hint = "save the file in the folder of the brief, and write its name"
            self.faults.append(Fault(line, source, f"the picture {path} is not a file beside the essay", hint))
        elif not alt:
            hint = "describe the picture between the brackets, for readers who cannot see it"
            self.faults.append(Fault(line, source, f"the picture {path} has no alternative text", hint))
        else:
            caption = str(image.attrGet("title") or "")
            return (Block("picture", picture=Picture(path, alt, caption, line)),)
        return ()

    def filled(self, node: SyntaxTreeNode, name: str) -> tuple[Block, ...]:
        """Return the blocks in a node; report a node without text."""
        blocks = self.blocks(node.children)
        if not blocks:
            line = node.map[0] if node.map else self.footnote_lines[node.meta["label"]]
            self.faults.append(Fault(line, self.lines[line], f"the {name} is empty", "write it, or delete it"))
        return blocks

    def report_unused(self, environment: Mapping[str, Any], tokens: Iterable[Token]) -> None:
        """Report footnotes without a mark and addresses without a link, which would be lost, and second definitions."""
        marks = environment.get("footnotes", {}).get("refs", {})
        defined: set[str] = set()
        for name, line in environment["footnote_lines"]:
            if name in defined:
                hint = "give one of them another name"
                self.faults.append(Fault(line, self.lines[line], f"the footnote [^{name}] is defined twice", hint))
            elif marks.get(f":{name}", -1) < 0:
                hint = f"write [^{name}] in the text, or delete the footnote"
                self.faults.append(Fault(line, self.lines[line], "no mark in the essay refers to the footnote", hint))
            defined.add(name)
        inlines = [token for outer in tokens for token in outer.children or ()]
        used = {token.meta["label"] for token in inlines if "label" in token.meta}
        for name, definition in environment.get("references", {}).items():
            if name not in used:
                line = definition["map"][0]
                if name == "//":
                    self.faults.append(Fault(line, self.lines[line], "the comment is left out", "delete it", "note"))
                    continue
                hint = "write [words][name] in the text, delete the line, or write \\[ to print it"
                self.faults.append(Fault(line, self.lines[line], "no link refers to this address", hint))
        for definition in environment.get("duplicate_refs", ()):
            line = definition["map"][0]
            message = f"the name [{definition['label'].lower()}] has an address already"
            self.faults.append(Fault(line, self.lines[line], message, "give one of them another name"))


def _token(node: SyntaxTreeNode) -> Token:
    if node.token is None:
        raise AssertionError("an inline node has a token")
    return node.token


def _only_pictures(tokens: Sequence[Token]) -> list[Token]:
    """Return the pictures of a paragraph that has nothing else; none if it has."""
    rest = [token for token in tokens if token.type != "softbreak"]
    return rest if all(token.type == "image" for token in rest) else []


def _verse(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a paragraph; a block of lines that each begin with ``| `` keeps its line breaks."""
    first = [index for index in range(len(tokens)) if index == 0 or tokens[index - 1].type == "softbreak"]
    bars = sum(token.content.count("|") for token in tokens)
    if bars != len(first) or not all(
        tokens[index].type == "text" and re.match(r"\|( |$)", tokens[index].content) for index in first
    ):
        return list(tokens)
    return [
        token.copy(content=_indented(token.content[2:]))
        if index in first
        else token.copy(type="hardbreak")
        if token.type == "softbreak"
        else token
        for index, token in enumerate(tokens)
    ]


def _indented(line: str) -> str:
    """Return a line of verse; NO-BREAK SPACEs keep its indent, which HTML would drop."""
    words = line.lstrip(" ")
    return "\N{NO-BREAK SPACE}" * (len(line) - len(words)) + words


def _words(token: Token) -> str:
    """Return the words of a token of an alternative text, without formatting."""
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def _alignment(cell: SyntaxTreeNode) -> str:
    found = _ALIGNMENT.search(str(cell.attrs.get("style", "")))
    return found[1] if found else ""


def _token_breaks(tokens: Iterable[Token]) -> Iterable[int]:
    count = 0
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield count
        elif token.type != "html_inline":
            count += len("".join(token.content.split()))


def _breaks(text: str) -> tuple[int, ...]:
    return tuple(len("".join(text[: match.start()].split())) for match in re.finditer("\n", text))
