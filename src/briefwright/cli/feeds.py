"""The verbs for what is fetched by programs: feeds, maps, and the pictures that stand for pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, app, catalogue_of, read_json
from briefwright.errors import BriefwrightError
from briefwright.output import write

if TYPE_CHECKING:
    from briefwright.language import Catalogue

House = Annotated[Path, typer.Argument(help="What is to be told of the house, made by `resolve`.")]


@app.command()
def card(
    facts: Annotated[Path, typer.Argument(help="What the picture says of a brief or of the site, made by `resolve`.")],
    output: Output,
    fonts: Annotated[Path, typer.Option(help="The folder of the print typefaces, made by `fonts`.")],
    templates: Templates = TEMPLATES,
) -> None:
    """Draw the picture that stands for a brief, or for the site, where an address is shared."""
    from briefwright.extras.card import drawing, layout
    from briefwright.extras.measuring import Typefaces
    from briefwright.html import figures

    said = read_json(facts)
    strings = catalogue_of(templates, said)
    faces = {weight: [fonts / f"{family}-{weight}.ttf" for family in ("sans", "arabic")] for weight in _WEIGHTS}
    bold, regular = (Typefaces(faces[weight]) for weight in _WEIGHTS)
    made = layout(_words(said, strings), bold.width, regular.width)
    figures.register_fonts(fonts)
    write(output, figures.picture(drawing(templates, strings, made, said["marking"], regular.setting)))


_WEIGHTS = ("semibold", "regular")


def _words(said: dict[str, Any], strings: Catalogue) -> Any:  # noqa: ANN401 - card.Words, which is imported when drawn
    from briefwright.extras.card import Words
    from briefwright.model import Marking

    marking = "" if Marking(said["marking"]).is_public else said["marking"]
    if "title" not in said:
        return Words(
            said["house"], strings.text("site.title"), strings.text("site.about"), said["base_url"].partition("//")[2],
            marking,
        )  # fmt: skip
    edition = strings.text("label.edition", number=said["edition"]["number"])
    foot = f"{said['number']} · {edition}, {strings.date(said['edition']['date'])}"
    return Words(said["house"], said["title"], said["subtitle"], foot, marking)


@app.command()
def feed(
    briefs: Annotated[list[Path], typer.Argument(help="What a feed has to tell of each brief, made by `resolve`.")],
    output: Output,
    site: Annotated[bool, typer.Option(help="Whether it is the feed of the site, not of one brief.")] = False,
    templates: Templates = TEMPLATES,
) -> None:
    """Write an Atom feed: an entry for each edition."""
    from briefwright.content.sitepages import newest_first
    from briefwright.site.feeds import brief_feed, site_feed

    read = newest_first(map(read_json, briefs))
    text = catalogue_of(templates, read[0]).text
    write(output, site_feed(read, text) if site else brief_feed(read[0], text))


@app.command()
def sitemap(
    briefs: Annotated[list[Path], typer.Argument(help="What a map has to tell of each brief, made by `resolve`.")],
    output: Output,
    page: Annotated[list[str], typer.Option(help="A page of the site, as in glossary.")],
    document: Annotated[list[str], typer.Option(help="A document of each brief.")],
) -> None:
    """Write the map of the site."""
    from briefwright.content.sitepages import newest_first
    from briefwright.site.feeds import sitemap as made

    write(output, made(newest_first(map(read_json, briefs)), page, document))


@app.command()
def robots(house: House, output: Output) -> None:
    """Write robots.txt."""
    from briefwright.site.feeds import robots as made

    write(output, made(read_json(house)))


@app.command()
def security(house: House, output: Output) -> None:
    """Write security.txt from the house's settings."""
    from briefwright.site.feeds import security as made

    try:
        write(output, made(read_json(house)))
    except ValueError as error:
        message = f"sources/house.yaml: {error}"
        raise BriefwrightError(message) from None
