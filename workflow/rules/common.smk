"""What there is to build, and what each step depends on besides its inputs."""

import fcntl
import functools
import hashlib
import json
import re
from pathlib import Path

from briefwright import interruption, warm

# A key that nobody reads would build the edition for everybody, where another was meant.
if unknown := sorted(config.keys() - {"marking"}):
    raise WorkflowError(f"--config {unknown[0]}=…: there is no such setting; there is marking, as in marking=AMBER")
# Those of briefwright.model.Marking; to import it takes longer than all else here together.
LABELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
# `make` builds the edition for everybody; another, as in `snakemake --config marking=AMBER`, has a folder of its own.
# The sources write labels with their prefix.
MARKING = str(config.get("marking", "CLEAR")).upper().removeprefix("TLP:")
if MARKING not in LABELS:
    raise WorkflowError(f"marking={config['marking'] or ''}: there is no such label; there are {', '.join(LABELS)}")
BUILD = "build" if MARKING == "CLEAR" else f"build/{MARKING.lower()}"
SITE = f"{BUILD}/site"
WORK = f"{BUILD}/work"
STAGE = f"{WORK}/site"
RELEASE = f"{WORK}/release"
HEADERS = f"{BUILD}/headers"
LOGS = f"{WORK}/logs"
REPORTS = f"{BUILD}/reports"

BRIEFS = sorted(path.name for path in Path("sources").iterdir() if path.is_dir())
# Pages that gather something from all briefs; `resolve` makes a view of each brief for each of them.
GATHERED = ["glossary", "recommendations", "search"]
# Folders of the site and of the work, pages of the site, which servers may show without their ending, and identifiers on
# the pages that name all briefs.
RESERVED = {"assets", "fonts", "house", "index", "logs", "main", "pagefind", "query", "release", "schemas", "site"}
RESERVED |= {"unsigned", *GATHERED}
# A brief's name is part of its address, and of file names and commands here.
for brief in BRIEFS:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", brief) or brief in RESERVED:
        raise WorkflowError(
            f"sources/{brief}: name it in lower-case words joined by hyphens, other than {', '.join(sorted(RESERVED))}"
        )
DOCUMENTS = sorted(path.parent.name for path in Path("templates").glob("*/document.yaml"))
KINDS = expand("templates/{document}/document.yaml", document=DOCUMENTS)
CODED = [
    name
    for name in DOCUMENTS
    if re.search(r"^\s*- code\s*$", Path(f"templates/{name}/document.yaml").read_text("utf-8"), re.M)
]
_FACES = [
    "arabic-regular",
    "arabic-semibold",
    "sans-italic",
    "sans-regular",
    "sans-semibold",
    "serif-italic",
    "serif-regular",
    "serif-semibold",
]
PRINT_FONTS = [f"{WORK}/fonts/{name}" for name in ("fonts.conf", *(f"{face}.ttf" for face in _FACES))]


# What other systems read of a brief, made when it is resolved.
EXPORTS = ["annotations.jsonld", "brief.json", "essay.txt"]
# What reference managers read of it.
CITATIONS = ["citation.bib", "citation.json", "citation.ris"]
# What is to be told of a brief in the head of each page, in feeds and maps, and on pictures.
METADATA = [
    f"metadata/{name}.json"
    for name in (*DOCUMENTS, "landing", "card", "site-card", "feed", "map", "robots", "security")
]
PAGE_VIEWS = [f"pages/{name}.json" for name in ("citation", "glossary", "landing", "recommendations", "search")]


wildcard_constraints:
    brief="|".join(BRIEFS) or "-",
    document="|".join(DOCUMENTS) or "-",


def digest_of(paths):
    """A digest of files: an edit of the package is an edit of every rule that calls it."""
    parts = (Path(path).read_bytes() for path in sorted(paths))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


ENGINE = digest_of([*Path("src/briefwright").rglob("*.py"), Path("requirements.lock")])


def folder_of_output(wildcards, output):
    """The folder that a verb with several outputs writes to."""
    return str(Path(output[0]).parent)


def sources_of(wildcards):
    """What a brief is resolved from, besides its figures."""
    folder = Path("sources") / wildcards.brief
    names = ["brief.yaml", "annotations.yaml", "glossary.yaml", "references.yaml", "essay.md", "passages.lock.json"]
    wanted = [*(folder / name for name in names), Path("sources/house.yaml"), Path("sources/scales.yaml")]
    # What is missing is for `resolve` to say, in an editor's words.
    return [str(path) for path in wanted if path.is_file()]


def figure_sources(wildcards):
    """A brief's figure specifications and their data."""
    return sorted(str(path) for path in (Path("sources") / wildcards.brief / "figures").glob("*.*"))


def kept_records(wildcards):
    """What is known of a brief's kept editions."""
    return [name for name in kept_of(wildcards.brief) if Path(name).name == "edition.json"]


def content_of(wildcards):
    """A digest of all that a brief is resolved from.

    Snakemake looks into inputs that are newer only, and what `cp -p`, `rsync -a` or unpacking brings may be older.  An
    item that is for fewer readers now must not stay published for that.  A parameter made from `input` would not do:
    Snakemake takes it for what follows from the inputs, and does not compare it.
    """
    return digest_of([*sources_of(wildcards), *figure_sources(wildcards), *kept_records(wildcards), *KINDS])


def figure_template(wildcards):
    """What a figure is drawn from besides its data where every brief has it: its specification and its words."""
    name = f"templates/figures/{wildcards.figure}.vl.yaml"
    return [name, "templates/locales/en-GB.po"] if Path(name).is_file() else []


def after_resolve(pattern):
    """An input that counts once the brief is resolved.

    Resolving is a checkpoint, so Snakemake compares a view with the one before it and reruns only what a changed view feeds.
    """

    def path(wildcards):
        checkpoints.resolve.get(brief=wildcards.brief)
        return pattern.format(**wildcards)

    return path


def evidence_of(wildcards):
    """What a brief's documents carry."""
    checkpoints.resolve.get(brief=wildcards.brief)
    return expand(f"{WORK}/{wildcards.brief}/{{name}}", name=EXPORTS)


def pictures_of(wildcards):
    """The figures that a document shows; only its view knows them."""
    checkpoints.resolve.get(brief=wildcards.brief)
    view = json.loads(Path(f"{WORK}/{wildcards.brief}/{wildcards.document}.json").read_text("utf-8"))
    return [f"{STAGE}/{wildcards.brief}/{picture}" for picture in view["pictures"]]


def drawings_of(wildcards):
    """What the figures that a document shows are drawn from; a code has no data."""
    pictures = (Path(picture) for picture in pictures_of(wildcards))
    names = (picture.stem for picture in pictures if not picture.stem.startswith("qr-"))
    return [f"{WORK}/{wildcards.brief}/figures/{name}.json" for name in names]


def resolved_briefs(wildcards):
    """What the index says of each brief."""
    return [checkpoints.resolve.get(brief=brief) and f"{WORK}/{brief}/site.json" for brief in BRIEFS]


def told_of(name):
    """A file that every brief has to tell, each once it is resolved."""

    def paths(wildcards):
        return [checkpoints.resolve.get(brief=brief) and f"{WORK}/{brief}/metadata/{name}.json" for brief in BRIEFS]

    return paths


def house_of(name):
    """What is to be told of the house, which all briefs have in common."""
    return lambda wildcards: told_of(name)(wildcards)[0]


def editions_of(wildcards):
    """What the manifest says of each brief."""
    return [checkpoints.resolve.get(brief=brief) and f"{WORK}/{brief}/edition.json" for brief in BRIEFS]


def records_of(wildcards):
    """What search finds of each brief."""
    return [checkpoints.resolve.get(brief=brief) and f"{STAGE}/{brief}/brief.json" for brief in BRIEFS]


def pages_of(wildcards):
    """All pages of the site, once each brief is resolved: what stays as it was makes nothing else."""
    resolved_briefs(wildcards)
    return expand(f"{STAGE}/{{name}}", name=PAGES)


def gathered_of(wildcards):
    """What a page of the site gathers, from each brief."""
    return [
        checkpoints.resolve.get(brief=brief) and f"{WORK}/{brief}/pages/{wildcards.gathered}.json" for brief in BRIEFS
    ]


def shown_of(wildcards):
    """What was made of the current edition and belongs to its folder."""
    checkpoints.resolve.get(brief=wildcards.brief)
    brief = wildcards.brief
    codes = [f"figures/qr-{document}.svg" for document in CODED]
    staged = [*(f"{document}.pdf" for document in DOCUMENTS), *EXPORTS, *codes]
    names = [f"{document}.{ending}" for document in DOCUMENTS for ending in ("html", "json")]
    names += [*(f"figures/{name}.json" for name in figures_of(brief)), "site.json", "edition.json"]
    return (
        expand(f"{STAGE}/{brief}/{{name}}", name=staged)
        + expand(f"{STAGE}/{{name}}", name=drawn_of(brief))
        + expand(f"{WORK}/{brief}/{{name}}", name=names)
    )


def template_of(wildcards):
    """A document's own template, and the forms that all share."""
    own = Path("templates") / wildcards.document
    return sorted(str(path) for folder in (own, Path("templates/shared")) for path in folder.glob("*.j2"))


def files_of(brief):
    """What is published of a brief besides its figures, relative to the site."""
    documents = expand("{brief}/{document}.{format}", brief=brief, document=DOCUMENTS, format=["html", "pdf"])
    codes = expand("{brief}/figures/qr-{document}.svg", brief=brief, document=CODED)
    exports = expand("{brief}/{name}", brief=brief, name=EXPORTS)
    pages = expand("{brief}/{name}", brief=brief, name=["index.html", "card.png", "feed.xml", *CITATIONS])
    return documents + exports + codes + pages


def embedded_of(brief):
    """What of a brief is published for the pages of other systems, relative to the site."""
    names = [*(f"{name}.html" for name in DOCUMENTS), "fragment.json"]
    return expand("{brief}/fragments/{name}", brief=brief, name=names)


def kept_of(brief):
    """The files of a brief's kept editions; not what a killed `briefwright keep` left, whose folder begins with a dot."""
    return sorted(str(path) for path in Path(f"sources/{brief}/editions").glob("[!.]*/**/*") if path.is_file())


def figures_of(brief):
    """The names of the figures that the edition shows of a brief, once it is resolved."""
    return sorted(path.stem for path in Path(f"{WORK}/{brief}/figures").glob("*.json"))


def drawn_of(brief):
    """The figures of a brief and their data as they are published, relative to the site, once it is resolved."""
    return expand("{brief}/figures/{name}.{ending}", brief=brief, name=figures_of(brief), ending=["svg", "csv"])


def drawn_of_all(wildcards):
    """The figures of all briefs and their data."""
    resolved_briefs(wildcards)
    return [f"{STAGE}/{name}" for brief in BRIEFS for name in drawn_of(brief)]


def made_of(brief):
    """What is made of a brief on the way.

    `all` asks for it, because Snakemake does not miss an intermediate that a failed job took with it while what was
    published from it before still stands.
    """
    stages = expand("{document}.{ending}", document=DOCUMENTS, ending=["json", "md", "html", "pdf"])
    return expand(
        f"{WORK}/{brief}/{{name}}",
        name=[
            *stages,
            *EXPORTS,
            "site.json",
            "edition.json",
            "embedding.json",
            "withheld.json",
            "citations.json",
            *PAGE_VIEWS,
            *METADATA,
        ],
    )


def resolved_of(wildcards):
    """What a brief's documents have to say: the brief, what each document needs, what its figures are drawn from."""
    checkpoints.resolve.get(brief=wildcards.brief)
    names = [*DOCUMENTS, "brief", "site", *(f"figures/{name}" for name in figures_of(wildcards.brief))]
    return expand(f"{WORK}/{wildcards.brief}/{{name}}.json", name=names)


def staged_of(wildcards):
    """A brief's files as they would be published."""
    checkpoints.resolve.get(brief=wildcards.brief)
    return expand(f"{STAGE}/{{name}}", name=files_of(wildcards.brief) + drawn_of(wildcards.brief))


def fragments_of(wildcards):
    """The fragments of all documents of a brief, as `convert` made them."""
    checkpoints.resolve.get(brief=wildcards.brief)
    return expand(f"{WORK}/{wildcards.brief}/{{document}}.html", document=DOCUMENTS)


def embedded_pictures_of(wildcards):
    """The figures that the documents of a brief show."""
    checkpoints.resolve.get(brief=wildcards.brief)
    views = (json.loads(Path(f"{WORK}/{wildcards.brief}/{name}.json").read_text("utf-8")) for name in DOCUMENTS)
    return sorted({f"{STAGE}/{wildcards.brief}/{picture}" for view in views for picture in view["pictures"]})


# What is told to `publish` of a site that is not as it was published; see lost_of.
LOST = f"{WORK}/lost.stamp"


@functools.cache
def spoilt():
    """When the site was published, if it no longer holds what its manifest lists, to the byte, and nothing else.

    Asked once, before a build changes anything: afterwards the manifest that was made is ahead of the site's.
    """
    manifest = Path(f"{SITE}/manifest.json")
    return str(manifest.stat().st_mtime_ns) if manifest.is_file() and not stands(manifest.read_bytes()) else None


def stands(manifest):
    """Whether the site is as a manifest says, which is also the one that was made."""
    made = Path(f"{WORK}/manifest.json")
    if made.is_file() and made.read_bytes() != manifest:
        return False
    try:
        listed = {file["path"]: (file["size"], file["sha256"]) for file in json.loads(manifest)["files"]}
    except (KeyError, TypeError, ValueError):
        return False
    there = {path.relative_to(SITE).as_posix(): path for path in Path(SITE).rglob("*") if path.is_file()}
    del there["manifest.json"]
    return there.keys() == listed.keys() and all(
        (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()) == listed[name]
        for name, path in there.items()
    )


def lost_of(wildcards):
    """An input that is new where the site was changed by hand: a file is gone, has other bytes, or is one too many.

    Snakemake does not see that by itself: no rule names the files that have a hash in their names, and an output that
    was edited is only newer than what it was made from.
    """
    if when := spoilt():
        # Snakemake compares small inputs by their content, and publishing writes the manifest anew.
        Path(LOST).parent.mkdir(parents=True, exist_ok=True)
        Path(LOST).write_text(when, "utf-8")
    return [LOST] if Path(LOST).is_file() else []


# What every page of the site has around it.
WEB_SHELL = [f"templates/web/{name}.html.j2" for name in ("base", "macros", "metadata", "sitenav")]
SITE_SHELL = [*WEB_SHELL, "templates/web/site.html.j2"]
SCHEMAS = ["schemas/brief-record-2.schema.json", "schemas/fragment-1.schema.json"]
# Where to report a weakness is for the house to say, or not.
_HOUSE = Path("sources/house.yaml")
SECURITY = (
    [".well-known/security.txt"] if _HOUSE.is_file() and re.search(rb"^security:", _HOUSE.read_bytes(), re.M) else []
)
SHARED = [
    "index.html",
    "404.html",
    *expand("{page}.html", page=GATHERED),
    *SCHEMAS,
    *("card.png", "feed.xml", "robots.txt", "sitemap.xml"),
    *SECURITY,
    "assets/icon.svg",
    "assets/search.js",
    "assets/web.css",
]
ALL = [*SHARED, "_headers", ".htaccess", *(name for brief in BRIEFS for name in files_of(brief) + embedded_of(brief))]
# Folders of the site whose files only their making knows by name.
EDITIONS = [f"{brief}/editions" for brief in BRIEFS]
TREES = ["assets/fonts", "pagefind", *EDITIONS]
# What readers see; what is for a page of others is the same once more.
PAGES = [name for name in ALL if name.endswith(".html") and "/fragments/" not in name]
# What is published under the name that it was made with; the rest has a hash in its name.
PLAIN = ["manifest.json", *(name for name in ALL if not name.startswith("assets/"))]
SERVERS = [f"{HEADERS}/{name}" for name in ("nginx.conf", "Caddyfile")]


LOCK = None


def lock_build():
    """Keep a second build out.  The kernel frees the lock when this process dies, however it dies."""
    global LOCK
    Path("build").mkdir(exist_ok=True)
    LOCK = open("build/.lock", "w")
    try:
        fcntl.flock(LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise WorkflowError("another build is running in this folder; wait for it, or stop it") from None


onstart:
    lock_build()
    # Cores alone say how many jobs run.  A rate as well, whatever it is, has Snakemake look at all jobs that wait again
    # and again while others run, and wait out its span at the end.
    workflow.scheduler.job_rate_limiter = None
    interruption.deliver_again()
    warm.start()
