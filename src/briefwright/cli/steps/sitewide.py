"""Steps of the whole site: the files that all pages share, and the pages and files that belong to no single brief."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefwright import layout as layouts
from briefwright.cache import engine
from briefwright.cli.shared import TEMPLATES, Output, Templates, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.brief import Assets, card_picture
from briefwright.cli.steps.folders import Marking, cache, keep_compiled_templates, write_known
from briefwright.errors import BriefwrightError
from briefwright.layout import GATHERED, MANIFEST, Layout
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.fonts import Range
    from briefwright.language import Catalogue

Facts = dict[str, Any]


@steps.command()
def assets(output: Output, marking: Marking = "CLEAR", templates: Templates = TEMPLATES) -> None:
    """Write the style sheet, the icon, the fonts and the search script, under addresses with checksums."""
    from briefwright.extras.search import script
    from briefwright.fonts import web_font
    from briefwright.site.addresses import hashed, integrity
    from briefwright.site.shared import shared

    store = cache(Layout(marking))

    def cut(file: str, ranges: Iterable[Range]) -> bytes | None:
        wanted = list(ranges)
        return store.get("font", (file, repr(wanted)), lambda: web_font(file, wanted) or b"") or None

    source = (templates / "web/search.js").read_text("utf-8")
    search = store.get("script", (source,), lambda: script(source).encode())
    files = shared(templates, cut) | {"search.js": search}
    addresses = {name: hashed(name, content) for name, content in files.items()}
    with new_folder(output) as new:
        for name, content in files.items():
            write(new / "site" / addresses[name], content)
        write(new / "assets.json", as_json({"addresses": addresses, "integrity": integrity(search)}))
        write_known(new, None)


@steps.command()
def site(
    assets: Assets,
    output: Output,
    marking: Marking = "CLEAR",
    templates: Templates = TEMPLATES,
) -> None:
    """Write the pages, feeds and records of all briefs that are ready, and check the whole site."""
    from briefwright import language

    layout = Layout(marking)
    keep_compiled_templates(layout)
    ready = {name: layout.ready(name) for name in layouts.briefs() if (layout.ready(name) / "facts.json").is_file()}
    if not ready:
        message = "no brief could be built, so there is nothing to publish"
        raise BriefwrightError(message)
    facts = [read_json(folder / "facts.json") for folder in ready.values()]
    # Newest first; those of one day stay in the order of their names.
    facts.sort(key=lambda one: str(one["site"]["edition"]["date"]), reverse=True)
    catalogue = language.load(templates / "locales", facts[0]["site"]["language"])
    made: list[tuple[str, bytes | str]] = [
        *_pages(facts, read_json(assets / "assets.json"), catalogue, templates),
        *_for_programs(facts, catalogue, templates, layout),
        *_search(ready.values(), facts, templates, layout),
    ]
    base = urlsplit(facts[0]["site"]["house"]["base_url"])
    entries = [entry for folder in ready.values() for entry in read_json(folder / "known.json")["files"]]
    with new_folder(output) as new:
        own = new / "site"
        for name, content in made:
            write(own / name, content)
        _write_servers(new, [*(entry["path"] for entry in entries), *files_in(own), MANIFEST], base, templates)
        manifest = _manifest(facts, entries, own)
        write(own / MANIFEST, as_json(manifest))
        _check(new, manifest, facts, ready, templates)


def _pages(facts: Sequence[Facts], assets: Facts, catalogue: Catalogue, templates: Path) -> Iterable[tuple[str, str]]:
    """Yield the index, the pages that collect something from all briefs, and the page for unknown addresses."""
    from briefwright.content.sitepages import by_topic, terms
    from briefwright.html.metadata import of_site
    from briefwright.html.page import shell

    heads = [one["site"] for one in facts]
    common = {"house": heads[0]["house"], "marking": heads[0]["marking"], "assets": assets["addresses"]}

    def page(name: str, here: str, **values: Any) -> str:  # noqa: ANN401 - a page's own values
        return shell(templates, f"web/{name}.html.j2", catalogue, here=here, **common, **values)

    yield (
        "index.html",
        page("index", "index", briefs=heads, topics=by_topic(heads), meta=of_site(heads, catalogue.text)),
    )
    for name in GATHERED:
        views = [{"brief": one["site"], **one["pages"][name]} for one in facts]
        more = {"terms": terms(views)} if name == "glossary" else {}
        more |= {"integrity": assets["integrity"]} if name == "search" else {}
        yield f"{name}.html", page(name, name, pages=views, meta=of_site(heads, catalogue.text, name), **more)
    # A server shows it under any address, so what it links to starts at the site's own.
    root = f"{urlsplit(heads[0]['house']['base_url']).path}/"
    yield "404.html", page("404", "404", root=root)


def _for_programs(
    facts: Sequence[Facts], catalogue: Catalogue, templates: Path, layout: Layout
) -> Iterable[tuple[str, bytes | str]]:
    """Yield feeds, maps, schemas, and the card that stands for the site."""
    from briefwright.site.feeds import robots, security, site_feed, sitemap

    briefs = [one["site"] for one in facts]
    newest, house = briefs[0], briefs[0]["house"]
    yield "feed.xml", site_feed(briefs, catalogue.text)
    yield "sitemap.xml", sitemap(briefs, ["index", *GATHERED])
    yield "robots.txt", robots(newest)
    if facts[0]["security"]:
        yield ".well-known/security.txt", security(newest, facts[0]["security"])
    card = {"house": house["short_name"], "base_url": house["base_url"]}
    card |= {name: newest[name] for name in ("marking", "language")}
    yield "card.png", card_picture(card, catalogue, templates, layout)
    # Earlier ones as well: kept editions, and files that others fetched, name the schema of their time.
    for path in sorted(layouts.SCHEMAS.glob("*-[0-9]*.schema.json")):
        yield f"schemas/{path.name}", path.read_bytes()


def _search(
    ready: Iterable[Path], facts: Sequence[Facts], templates: Path, layout: Layout
) -> Iterable[tuple[str, bytes]]:
    """Yield the files of the search index."""
    import io
    import zipfile

    from briefwright.extras.search import index

    records = [read_json(folder / "site" / folder.parent.name / "brief.json") for folder in ready]
    key = (*map(as_json, records), (templates / "web/record.html.j2").read_bytes(), facts[0]["site"]["language"])

    def make() -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in index(records, templates):
                archive.writestr(zipfile.ZipInfo(name), content)
        return packed.getvalue()

    with zipfile.ZipFile(io.BytesIO(cache(layout).get("search", key, make))) as archive:
        yield from ((f"pagefind/{name}", archive.read(name)) for name in archive.namelist())


def _write_servers(new: Path, names: list[str], base: Any, templates: Path) -> None:  # noqa: ANN401 - urllib's own
    from briefwright.site.servers import netlify, nginx

    plain = {f"{name.partition('/')[0]}/*" if name.startswith("pagefind/") else name for name in names}
    write(new / "site/_headers", netlify(templates, plain, base.path))
    write(new / "servers/nginx.conf", nginx(templates, base.hostname or "localhost", base.path, base.port))


def _manifest(facts: Sequence[Facts], entries: list[Facts], own: Path) -> Facts:
    from importlib.metadata import version

    from briefwright.verify.manifest import BriefEdition, Engine, Manifest, PublishedFile, describe

    names = ("slug", "edition", "date", "sources", "kept")
    mine = [describe(name, path.read_bytes(), None) for name, path in files_in(own).items()]
    listed = {file.path: file for file in [*(PublishedFile.model_validate(entry) for entry in entries), *mine]}
    made = Manifest(
        marking=facts[0]["edition"]["marking"],
        engine=Engine(name="Briefwright", version=version("briefwright"), digest=engine()),
        briefs=tuple(
            BriefEdition(**{name: one["edition"][name] for name in names})
            for one in sorted(facts, key=lambda one: str(one["site"]["slug"]))
        ),
        files=tuple(file for _, file in sorted(listed.items())),
    )
    return made.model_dump(mode="json", exclude_defaults=True)


def _check(new: Path, manifest: Facts, facts: Sequence[Facts], ready: dict[str, Path], templates: Path) -> None:
    """Raise ``BriefwrightError`` where links lead nowhere, a page is not marked, or words left out can be read."""
    from briefwright.verify.leaks import leaks
    from briefwright.verify.links import INDEX, broken, links
    from briefwright.verify.manifest import Manifest
    from briefwright.verify.published import marking_for, marking_problems

    own = {name: path.read_bytes() for name, path in files_in(new / "site").items()}
    known = {name: one for name, content in own.items() if (one := links(name, content))}
    for folder in ready.values():
        known |= read_json(folder / "known.json")["links"]
    listed = Manifest.model_validate(manifest)
    paths = {file.path for file in listed.files} | {MANIFEST}
    base = known[INDEX]["canonical"].rstrip("/")
    found = [f"{path}: {problem}" for path, problems in broken(known, paths, base).items() for problem in problems]
    found += [
        f"{file.path}: {problem}"
        for file in listed.files
        if file.media_type == "text/html" and file.path in own
        for problem in marking_problems(own[file.path], marking_for(file, listed))
    ]
    if withheld := [text for one in facts for text in one["withheld"]]:
        released = [(folder / "site" / name / "brief.json").read_text("utf-8") for name, folder in ready.items()]
        # What an editor's program leaves there is hidden, and nobody may read it.
        known_files = (path for path in templates.rglob("[!.]*") if path.is_file())
        released += [path.read_text("utf-8", errors="replace") for path in known_files]
        files = own | {
            name: path.read_bytes() for folder in ready.values() for name, path in files_in(folder / "site").items()
        }
        found += leaks(withheld, released, files)
    if found:
        raise BriefwrightError("\n".join([*found, "Nothing was published."]))
