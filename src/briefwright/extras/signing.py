"""Signing a finished PDF (PAdES, ETSI EN 319 142-1) in an incremental update.

What was finished stays, byte for byte, in front of what the signature adds, and the signature's field is part of the
structure as any other content is, so that the file stays PDF/A-3a and PDF/UA-1.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import TextStampStyle

from briefwright.errors import BriefwrightError
from briefwright.fonts import print_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asn1crypto.cms import ContentInfo
    from pyhanko.pdf_utils.extensions import DeveloperExtension
    from pyhanko.pdf_utils.generic import IndirectObject, PdfObject
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

    from briefwright.extras.keys import Key

_FIELD = "Signature"
"""The name of the form field that holds the signature."""
_LAST_PAGE = -1
_PATIENCE = 30
"""Seconds for a time-stamp server to answer."""
_HEIGHT = 12
"""Points; with the distance from the edge, less than the margin that no head reaches into (print.css)."""
_EDGE = 12
"""Points between the seal and the edge of the paper, most of which printers leave white."""
_SIZE = 7
_PADDING = 6
_TIGHT = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.NO_SCALING
)
_INK = (0.043, 0.31, 0.424)
"""The accent of tokens.css."""


class _Update(IncrementalPdfFileWriter):
    """An update that leaves alone what the file says of itself, where pyHanko would write it anew."""

    def _update_meta(self) -> None:
        """Keep the metadata: they tell of the edition, which signing does not change."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Keep the version: PDF/A-3 is PDF 1.7 (ISO 19005-3, 5.1), whatever the key's algorithm."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Name extensions of PDF 1.7 only."""
        if ext.base_version == "/1.7":
            super().register_extension(ext)


class _Server(HTTPTimeStamper):
    """A time-stamp server (RFC 3161) whose answer may be anything."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TimestampRequestError("its answer is no time-stamp") from error


def language_of(pdf: bytes) -> str:
    """Return a document's language, a BCP 47 tag; raise ``BriefwrightError`` where it is none of ours."""
    with _readable():
        root = _update_of(pdf).root
        if "/Lang" not in root:
            raise BriefwrightError("it does not say in which language it is")
        return str(root["/Lang"])


def sign(pdf: bytes, key: Key, text: Callable[..., str]) -> bytes:
    """Return a finished PDF with a signature of level B-T where the key's settings name a time-stamp server, else B-B.

    ``text`` gives strings of the catalogue: the description for assistive technology, and the words of a visible seal.
    The bytes that come in are those that go out first.  Raises ``BriefwrightError`` where the file is signed already or
    has no structure, and where the key or the server fails.
    """
    description, sealed = (text(f"signature.{part}", name=key.name) for part in ("field", "seal"))
    with _readable(), _told(key):
        update = _update_of(pdf)
        box, style = _seal(update, sealed) if key.settings.seal else (None, None)
        append_signature_field(
            update, SigFieldSpec(_FIELD, on_page=_LAST_PAGE, box=box, readable_field_name=description)
        )
        _put_into_structure(update, description)
        server = key.settings.time_stamps
        signer = PdfSigner(
            PdfSignatureMetadata(field_name=_FIELD, subfilter=SigSeedSubFilter.PADES, name=key.name),
            key.signing,
            timestamper=_Server(server, timeout=_PATIENCE) if server else None,
            stamp_style=style,
        )
        out = io.BytesIO()
        signer.sign_pdf(update, existing_fields_only=True, appearance_text_params={"text": sealed}, output=out)
    return out.getvalue()


@contextmanager
def _told(key: Key) -> Iterator[None]:
    """Raise what fails in signing as an error that a user can read."""
    try:
        yield
    except (TimestampRequestError, TimeoutError) as error:
        host = urlsplit(key.settings.time_stamps or "").hostname
        why = str(error) or "it does not answer"
        raise BriefwrightError(f"the time-stamp server {host} gives no time-stamp: {why}") from error
    except SigningError as error:
        raise BriefwrightError(f"the key of {key.name} does not sign: {error}") from error


@contextmanager
def _readable() -> Iterator[None]:
    """Raise what fails in reading a file as an error that a user can read."""
    try:
        yield
    except (PdfError, KeyError, TypeError, ValueError) as error:
        raise BriefwrightError(f"it cannot be read as a finished PDF: {error}") from error


def _update_of(pdf: bytes) -> _Update:
    update = _Update(io.BytesIO(pdf))
    if any(True for _ in enumerate_sig_fields(update.prev)):
        raise BriefwrightError("it has a signature already")
    if "/StructTreeRoot" not in update.root:
        raise BriefwrightError("it has no structure, so it is no finished document")
    return update


class _OneFont(FontEngineFactory):
    """Gives the same font each time, so that what measures the text also sets it, and is embedded once."""

    def __init__(self, writer: BasePdfFileWriter) -> None:
        self.engine = GlyphAccumulator(writer, io.BytesIO(print_font("sans-regular.ttf")), _SIZE)

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> GlyphAccumulator:  # noqa: ARG002 - pyHanko's signature
        return self.engine


def _seal(update: IncrementalPdfFileWriter, text: str) -> tuple[tuple[int, int, int, int], TextStampStyle]:
    """Return the box and the style of a seal in the middle of the last page's upper edge.

    The box is left, bottom, right and top, in points.  Raises ``BriefwrightError`` where the typeface lacks a
    character: an archive takes no missing glyphs (ISO 19005-3, 6.2.11.8).
    """
    page = update.find_page_for_modification(_LAST_PAGE)[0].get_object()
    left, bottom, right, top = (float(edge) for edge in page["/MediaBox"])
    width, height = right - left, top - bottom
    font = _OneFont(update)
    missing = {sign for sign in text if ord(sign) not in font.engine.tt.getBestCmap()}
    if missing:
        raise BriefwrightError(f"the typeface of the seal has no {', '.join(f'“{sign}”' for sign in sorted(missing))}")
    length = round(min(font.engine.shape(text).x_advance * _SIZE + 2 * _PADDING, width - 2 * _EDGE))
    start, foot = round((width - length) / 2), round(height - _EDGE - _HEIGHT)
    style = TextStampStyle(
        border_width=1,
        border_color=_INK,
        text_box_style=TextBoxStyle(font=font, font_size=_SIZE, text_color=_INK, box_layout_rule=_TIGHT),
        stamp_text="%(text)s",
    )
    return (start, foot, start + length, foot + _HEIGHT), style


def _put_into_structure(update: _Update, words: str) -> None:
    """Make the field's widget the content of a form element at the end of the structure (ISO 14289-1, 7.18.4)."""
    field: IndirectObject = update.root["/AcroForm"]["/Fields"].raw_get(-1)
    widget, tree = field.get_object(), update.root["/StructTreeRoot"]
    document, parents, number = tree["/K"][0], tree["/ParentTree"], tree["/ParentTreeNextKey"]
    area = _dictionary(Type=NameObject("/OBJR"), Pg=widget.raw_get("/P"), Obj=field)
    element = update.add_object(
        _dictionary(
            Type=NameObject("/StructElem"),
            S=NameObject("/Form"),
            P=tree["/K"].raw_get(0),
            Pg=widget.raw_get("/P"),
            K=ArrayObject([area]),
        )
    )
    document["/K"].append(element)
    update.update_container(document["/K"])
    parents["/Nums"].extend([number, element])
    update.update_container(parents["/Nums"])
    tree["/ParentTreeNextKey"] = NumberObject(number + 1)
    update.update_container(tree)
    widget |= _dictionary(StructParent=number, Contents=TextStringObject(words))


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): entry for key, entry in entries.items()})
