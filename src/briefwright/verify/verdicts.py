"""Whether published files are what they say: manifest, standards, marking, order of reading, links."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html
from pydantic import ValidationError

from briefwright.layout import MANIFEST
from briefwright.site.fragments import CLASS_PREFIX
from briefwright.verify.comparison import compare_blocks, describe, pair
from briefwright.verify.conformance import check_pdf
from briefwright.verify.html_blocks import read_page
from briefwright.verify.links import INDEX, broken, links
from briefwright.verify.manifest import Manifest
from briefwright.verify.pdf_blocks import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefwright.verify.manifest import PublishedFile

_UNKNOWN = (
    "nothing here shows whether its bytes are those that were published: it is not signed, and lies in no site whose "
    "manifest.json lists it; such a manifest would show it (--manifest), or a signature, or its sources (--rebuild)"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of a file, and what is wrong with it, each in a sentence without its subject.

    ``unproved`` says what might be wrong without being seen from here.
    """

    path: str
    facts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    def adding(
        self, *, facts: Iterable[str] = (), problems: Iterable[str] = (), unproved: Iterable[str] = ()
    ) -> Verdict:
        """Return the verdict with more."""
        return Verdict(self.path, (*self.facts, *facts), (*self.problems, *problems), (*self.unproved, *unproved))


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """A PDF's signature.  ``time`` is ISO 8601; the signer's word, or where ``level`` is ``B-T``, a time-stamp's.

    ``unchanged``: the file is the unsigned one and this signature, whoever made it.  ``trusted``: its certificate, and
    that of its time-stamp, lead to a root that the reader trusts.  ``complaints`` say why it is refused, if it is.
    """

    signer: str
    issuer: str
    time: str | None
    level: str
    unchanged: bool
    trusted: bool
    complaints: tuple[str, ...]


def is_pdf(path: str, content: bytes) -> bool:
    """Return whether a file is called a PDF, or is one: readers look for its head in the first 1024 bytes.

    That is what Acrobat does (PDF Reference 1.7, appendix H.3, note 13).  A name is no shelter from being checked.
    """
    return path.lower().endswith(".pdf") or b"%PDF-" in content[:1024]


def of_pdf(path: str, content: bytes, page: bytes | None = None, marking: str | None = None) -> Verdict:
    """Return what holds of a PDF; ``page`` is its web page, ``marking`` what the site has, where they are at hand."""
    try:
        return _of_pdf(path, content, page, marking)
    except Exception as error:  # noqa: BLE001 - a damaged file may trip what reads it anywhere
        return Verdict(path, problems=(f"it is damaged: it cannot be read as a PDF ({type(error).__name__})",))


def _of_pdf(path: str, content: bytes, page: bytes | None, marking: str | None) -> Verdict:
    found = check_pdf(content)
    problems, facts = list(found.complaints), []
    if found.document is not None:
        problems += found.unmarked
        if not found.complaints:
            facts.append("meets what it claims of PDF/A-3a and PDF/UA-1, as far as structure and metadata tell")
        if not found.unmarked:
            facts.append(f"is marked {found.marking} in its metadata, and at the head and the foot of each page")
        if page is not None and found.document.root is not None:
            blocks, printed = read_page(page.decode("utf-8", "replace")).blocks, read_pdf(found.document.root)
            departs = [describe(one) for one in compare_blocks(path, blocks, printed, pair(blocks, printed))]
            problems += departs
            facts += [] if departs else ["is read as its web page is, block by block"]
    if marking not in {None, found.marking}:
        problems.append(f"it is not marked {marking}, as the site is")
    return Verdict(path, tuple(facts), tuple(problems))


def of_site(files: Mapping[str, bytes]) -> list[Verdict]:
    """Return what holds of every file of a site, the manifest first; ``files`` are by their path in the site."""
    try:
        manifest = Manifest.model_validate_json(files[MANIFEST])
    except KeyError:
        return [Verdict(MANIFEST, problems=("it is missing: nothing says what belongs to this site",))]
    except ValidationError as error:
        detail = error.errors()[0]
        broken_at = f"it is broken at {'.'.join(map(str, detail['loc']))}: {detail['msg']}"
        return [Verdict(MANIFEST, problems=(broken_at,))]
    listed = {file.path for file in manifest.files}
    problems = [f"it lists {path}, which is not there" for path in sorted(listed - files.keys())]
    problems += [f"it does not list {path}, which is there" for path in sorted(files.keys() - listed - {MANIFEST})]
    facts = [] if problems else [f"lists all {len(listed)} files of the site, and marks them {manifest.marking}"]
    problems += _too_strict(manifest)
    here = [file for file in manifest.files if file.path in files]
    found = {file.path: one for file in here if (one := links(file.path, files[file.path]))}
    canonical = found[INDEX]["canonical"] if INDEX in found else ""
    astray = broken(found, {*listed, MANIFEST} & files.keys(), canonical.removesuffix(INDEX).rstrip("/"))
    if not astray:
        facts.append(f"lists all that its files refer to within the site, and no page that {INDEX} does not lead to")
    verdicts = [Verdict(MANIFEST, tuple(facts), tuple(problems)), *(_of_listed(file, files, manifest) for file in here)]
    checked = [verdict.adding(problems=astray.pop(verdict.path, ())) for verdict in verdicts]
    return [*checked, *(Verdict(path, problems=tuple(problems)) for path, problems in astray.items())]


def _too_strict(manifest: Manifest) -> Iterator[str]:
    """Yield what is wrong with archived editions: a site may show those that are for its own readers, or for more."""
    for brief in manifest.briefs:
        for number, marking in sorted(brief.archived.items()):
            if marking.is_stricter_than(manifest.marking):
                which = f"edition {number} of {brief.slug}"
                yield f"it has {which}, which is {marking}, where the site is {manifest.marking}"


def marking_for(file: PublishedFile, manifest: Manifest) -> str:
    """Return the marking that a file has to show: the site's, or that of its edition."""
    archived = next((brief.archived for brief in manifest.briefs if brief.slug == file.brief), {})
    return archived.get(file.edition or "", manifest.marking)


def _of_listed(file: PublishedFile, files: Mapping[str, bytes], manifest: Manifest) -> Verdict:
    content, marking = files[file.path], marking_for(file, manifest)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        return Verdict(file.path, problems=("it is not the file that was published: its checksum is another",))
    verdict = Verdict(file.path, ("is the file that was published, to the byte",))
    if is_pdf(file.path, content) or file.media_type == "application/pdf":
        page = files.get(f"{file.path.removesuffix('.pdf')}.html")
        found = of_pdf(file.path, content, page, marking)
        return verdict.adding(facts=found.facts, problems=found.problems)
    return verdict.adding(problems=marking_problems(content, marking) if file.media_type == "text/html" else ())


def marking_problems(page: bytes, marking: str) -> list[str]:
    """Return what is wrong with the handling markings that a web page shows."""
    root = html.document_fromstring(page)
    labels = root.find_class("marking") or root.find_class(f"{CLASS_PREFIX}marking")
    shown = [str(label.text_content()).strip() for label in labels]
    other = {label for label in shown if label != marking}
    if other or not shown:
        return [f"it shows {', '.join(sorted(other)) or 'no marking'}, where the site is {marking}"]
    return []


def of_manifest(
    verdict: Verdict, content: bytes, manifest: bytes, name: str, path: str | None = None
) -> Verdict | None:
    """Return the verdict on a file with whether it is what a manifest lists; ``name`` says which manifest that is.

    ``path`` is the file's in the site, as from where it lies; ``None`` is returned where that is not listed, for the
    manifest is another's then.  Without it, which is for a manifest that the reader named, the file is found by its
    bytes, and must be.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        files = Manifest.model_validate_json(manifest).files
    except ValidationError:
        return None if path else verdict.adding(problems=[f"{name} is no manifest of a site, or is broken"])
    listed = next((file for file in files if (file.path == path if path else file.sha256 == digest)), None)
    if listed is None:
        other = f"it is none of the files that {name} lists: their checksums are others"
        return None if path else verdict.adding(problems=[other])
    if listed.sha256 == digest:
        return verdict.adding(facts=[f"is the file that {name} lists as {listed.path}, to the byte"])
    return verdict.adding(problems=[f"it is not the file that {name} lists as {path}: its checksum is another"])


def with_signature(
    verdict: Verdict, signature: SignatureResult | None, *, vouched: bool, known: str | None = None
) -> Verdict:
    """Return the verdict on a PDF with what its signature proves.

    ``vouched`` says whether the reader has named whom to trust; otherwise an unknown signer is no problem of the file.
    ``known`` names what else tells what the file's bytes should be, if anything does: whoever changes a PDF by itself
    leaves no trace, and can sign it anew.
    """
    if signature is None and vouched:
        return verdict.adding(problems=["it is not signed, so none of those whom you trust stands behind it"])
    if signature is None and known:
        return verdict.adding(facts=[f"is not signed; what its bytes should be, only {known} tells"])
    if signature is None:
        return verdict.adding(unproved=[_UNKNOWN])
    who = f"{signature.signer}, certified by {signature.issuer}"
    if not signature.unchanged or (vouched and not signature.trusted):
        return verdict.adding(problems=[f"the signature of {who}: {complaint}" for complaint in signature.complaints])
    when = f" at {signature.time}" if signature.time else ""
    verdict = verdict.adding(facts=[f"is signed by {who}{when} (PAdES {signature.level}), and unchanged since"])
    if signature.trusted:
        return verdict
    stranger = ["was signed by somebody for whom nobody vouches here: name whom you trust with --trust"]
    return verdict.adding(facts=stranger) if known else verdict.adding(unproved=stranger)


def against_rebuilt(
    files: Mapping[str, bytes], made: Mapping[str, bytes], unsigned: Callable[[bytes], bytes]
) -> Verdict:
    """Return whether the sources at hand give the files of a site, signatures apart; the manifests are not compared.

    ``unsigned`` returns a PDF as it was before it was signed.
    """
    whole = MANIFEST in files
    wrong = [f"they give {path}, which is not published" for path in sorted(made.keys() - files.keys()) if whole]
    wrong += [f"they do not give {path}" for path in sorted(files.keys() - made.keys())]
    common = sorted(files.keys() & made.keys() - {MANIFEST})
    for path in common:
        published = unsigned(files[path]) if path.endswith(".pdf") else files[path]
        # What was archived was signed when it was published.
        if made[path] not in {published, files[path]}:
            wrong.append(f"they give other bytes for {path}")
    facts = () if wrong else (f"give {'the file' if len(common) == 1 else f'all {len(common)} files'}, to the byte",)
    return Verdict("the sources at hand", facts, tuple(wrong))
