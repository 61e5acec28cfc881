"""The web pages of a brief: the shell around a fragment, the landing page, the working papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.cli.common import read_json
from briefwright.cli.steps.editions import CARD, PICTURES, hashed_pictures
from briefwright.errors import BriefwrightError
from briefwright.layout import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.cli.steps.folders import ResolvedFiles
    from briefwright.html.figure_layout import FigureSize
    from briefwright.html.web_html import Picture


@dataclass(frozen=True)
class BriefPages:
    """The web pages of a brief, built from its files and pictures.

    ``contents`` are the pictures and ``hashed_files`` the same by their addresses with checksums; ``pictures``,
    ``tables`` and ``sizes`` are those of ``web_html``. ``shared`` is the content of ``assets.json``.
    """

    brief: ResolvedFiles
    shared: Mapping[str, Any]
    contents: dict[str, bytes]
    pictures: dict[str, Picture]
    hashed_files: dict[str, bytes]
    tables: dict[str, tuple[str, str]]
    sizes: dict[str, FigureSize]

    def page(self, template: str, fragment: str, **values: Any) -> str:  # noqa: ANN401 - any template values
        """Return the page of a shell template around a fragment."""
        from briefwright.html.page import shell
        from briefwright.html.web_html import web_html

        catalogue = self.brief.catalogue
        body = web_html(fragment, catalogue.text, self.tables, self.pictures, self.sizes, language=catalogue.tag)
        common = {"root": "../", "assets": self.shared["addresses"], "theme": self.shared["theme"]}
        return shell(TEMPLATES, template, catalogue, body, **common, **values)

    def document(self, name: str, fragment: str) -> str:
        """Return the page of a document."""
        from briefwright.html.figure_layout import wide_figures_below
        from briefwright.html.metadata import brief_metadata

        view, facts = self.brief.view(name), self.brief.facts["site"]
        works = facts["works"] if view.get("references") else []
        meta = brief_metadata({**facts, **view["head"], "works": works}, self.brief.catalogue.text)
        # Only here: an archived edition keeps its figures where its PDF has them.
        fragment = wide_figures_below(fragment, self.sizes)
        return self.page("web/page.html.j2", fragment, head=view["head"], meta=meta)

    def landing(self, **values: Any) -> str:  # noqa: ANN401 - any template values
        """Return the landing page; ``values`` are those that only its files have."""
        from briefwright.content.exports.brief_record import SCHEMA

        facts = self.brief.facts
        views = facts["pages"]["landing"] | {"editions": facts["site"]["editions"], "schema": SCHEMA}
        views["figures"] = {name: spec["title"] for name, spec in self.brief.figure_specs.items()}
        return self._brief_page("landing", facts["site"]["publisher"]["name"], "", **views, **values)

    def working_papers(self, trace: Mapping[str, Any]) -> str:
        """Return the page of the working papers; ``trace`` is the trace record."""
        from briefwright.content.coverage_figure import FIGURE

        figure = self.brief.figure_specs[FIGURE] | {"src": f"figures/{FIGURE}.svg"}
        title = self.brief.catalogue.text("heading.working-papers")
        folder = trace["address"].rpartition("/")[0] + "/"
        return self._brief_page("trace", title, "trace", trace=trace, figure=figure, folder=folder)

    def _brief_page(self, template: str, title: str, name: str, **values: Any) -> str:  # noqa: ANN401 - any template values
        """Return a page that is no document; ``name`` is its name in addresses."""
        from briefwright.html.metadata import brief_metadata, working_papers_metadata
        from briefwright.html.page import shell
        from briefwright.verify.brief_pages import missing_texts

        site, catalogue = self.brief.facts["site"], self.brief.catalogue
        fragment = shell(TEMPLATES, f"web/{template}.html.j2", catalogue, brief=site, root="../", **values)
        meta = (working_papers_metadata if name else brief_metadata)(site, catalogue.text)
        page = self.page("web/brief.html.j2", fragment, brief=site, title=title, page=template, meta=meta)
        if missing := missing_texts(template, page, self.brief.view("brief"), catalogue):
            raise BriefwrightError("\n".join(f"{self.brief.slug}/{name or 'index'}.html: {text}" for text in missing))
        return page


def brief_pages(brief: ResolvedFiles, figures: Path, assets: Path) -> BriefPages:
    """Return what the pages of a brief need; ``figures`` and ``assets`` are the folders of those steps."""
    from briefwright.html.figure_layout import figure_sizes

    contents = {
        f"figures/{path.name}": path.read_bytes()
        for path in sorted(figures.glob("[!.]*"))
        if path.suffix in PICTURES and path.name != CARD
    }
    pictures, hashed_files = hashed_pictures(brief.slug, contents, "../")
    return BriefPages(
        brief,
        read_json(assets / "assets.json"),
        contents,
        pictures,
        hashed_files,
        {f"figures/{name}.svg": (spec["title"], spec["data"]) for name, spec in brief.figure_specs.items()},
        figure_sizes(contents),
    )
