"""Sign a finished PDF (PAdES, ETSI EN 319 142-1) in an incremental update.

The signed file starts with the unchanged bytes of the unsigned one. The signature field is in the structure tree, so
the file stays PDF/A-3a and PDF/UA-1.
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
"""The name of the form field of the signature."""
_LAST_PAGE = -1
_TIMEOUT = 30
"""Seconds to wait for a time-stamp server."""
_SEAL_HEIGHT = 12
"""Points; with ``_EDGE``, less than the margin above the running header (print.css)."""
_EDGE = 12
"""Points between the seal and the edge of the paper; most of them are outside the printable area of printers."""
_FONT_SIZE = 7
_PADDING = 6
_CENTRED = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.NO_SCALING
)


class _Update(IncrementalPdfFileWriter):
    """An incremental update that does not change the document's metadata and version, which pyHanko would rewrite."""

    def _update_meta(self) -> None:
        """Keep the metadata, which describes the edition: signing does not change it."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Keep the version: PDF/A-3 is PDF 1.7 (ISO 19005-3, 5.1) with any signature algorithm."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Declare only extensions of PDF 1.7."""
        if ext.base_version == "/1.7":
            super().register_extension(ext)


class _TimeStampServer(HTTPTimeStamper):
    """A time-stamp server (RFC 3161) whose answer may be invalid."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TimestampRequestError("its answer is not a time-stamp") from error


def language_of(pdf: bytes) -> str:
    """Return the language of a document as a BCP 47 tag; raise ``BriefwrightError`` if it has none."""
    with _reading_errors():
        root = _start_update(pdf).root
        if "/Lang" not in root:
            raise BriefwrightError("it has no language (/Lang); sign a PDF that Briefwright has built")
        return str(root["/Lang"])


def sign(pdf: bytes, key: Key, text: Callable[..., str], ink: str = "#000000") -> bytes:
    """Return a signed PDF, at level B-T if the key's settings name a time-stamp server, else B-B.

    The result starts with the bytes of ``pdf``. ``text`` returns strings of the catalogue: the description for
    assistive technology and the text of the seal. ``ink`` is the colour of the seal. Raises ``BriefwrightError`` if the
    file is already signed or has no structure tree, and if the key or the server fails.
    """
    description, seal_text = (text(f"signature.{part}", name=key.name) for part in ("field", "seal"))
    with _reading_errors(), _signing_errors(key):
        update = _start_update(pdf)
        box, style = _seal(update, seal_text, ink) if key.settings.seal else (None, None)
        append_signature_field(
            update, SigFieldSpec(_FIELD, on_page=_LAST_PAGE, box=box, readable_field_name=description)
        )
        _add_to_structure_tree(update, description)
        server = key.settings.time_stamp_server
        signer = PdfSigner(
            PdfSignatureMetadata(field_name=_FIELD, subfilter=SigSeedSubFilter.PADES, name=key.name),
            key.signer,
            timestamper=_TimeStampServer(server, timeout=_TIMEOUT) if server else None,
            stamp_style=style,
        )
        out = io.BytesIO()
        signer.sign_pdf(update, existing_fields_only=True, appearance_text_params={"text": seal_text}, output=out)
    return out.getvalue()


@contextmanager
def _signing_errors(key: Key) -> Iterator[None]:
    """Turn pyHanko's signing errors into ``BriefwrightError``."""
    try:
        yield
    except (TimestampRequestError, TimeoutError) as error:
        host = urlsplit(key.settings.time_stamp_server or "").hostname
        reason = str(error) or f"no answer in {_TIMEOUT} seconds"
        raise BriefwrightError(f"no time-stamp from the server {host}: {reason}") from error
    except SigningError as error:
        raise BriefwrightError(f"signing with the key of {key.name} failed: {error}") from error


@contextmanager
def _reading_errors() -> Iterator[None]:
    """Turn errors of reading the PDF into ``BriefwrightError``."""
    try:
        yield
    except (PdfError, KeyError, TypeError, ValueError) as error:
        raise BriefwrightError(f"cannot read it as a PDF: {error}") from error


def _start_update(pdf: bytes) -> _Update:
    update = _Update(io.BytesIO(pdf))
    if any(True for _ in enumerate_sig_fields(update.prev)):
        raise BriefwrightError("it is already signed")
    if "/StructTreeRoot" not in update.root:
        raise BriefwrightError("it has no structure tree; sign a PDF that Briefwright has built")
    return update


class _SharedFont(FontEngineFactory):
    """A font that measures and sets the text of the seal, so it is embedded only once."""

    def __init__(self, writer: BasePdfFileWriter) -> None:
        self.engine = GlyphAccumulator(writer, io.BytesIO(print_font("sans-regular.ttf")), _FONT_SIZE)

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> GlyphAccumulator:  # noqa: ARG002 - pyHanko's signature
        return self.engine


def _seal(update: IncrementalPdfFileWriter, text: str, ink: str) -> tuple[tuple[int, int, int, int], TextStampStyle]:
    """Return the box and the style of a seal at the centre of the last page's top edge.

    The box is left, bottom, right and top, in points. Raises ``BriefwrightError`` if the font lacks a character,
    because PDF/A forbids missing glyphs (ISO 19005-3, 6.2.11.8).
    """
    page = update.find_page_for_modification(_LAST_PAGE)[0].get_object()
    left, bottom, right, top = (float(edge) for edge in page["/MediaBox"])
    width, height = right - left, top - bottom
    font = _SharedFont(update)
    missing = {character for character in text if ord(character) not in font.engine.tt.getBestCmap()}
    if missing:
        characters = ", ".join(f"“{character}”" for character in sorted(missing))
        raise BriefwrightError(
            f"the font of the seal has no {characters}; set BRIEFWRIGHT_SEAL=0 to sign without a seal"
        )
    seal_width = round(min(font.engine.shape(text).x_advance * _FONT_SIZE + 2 * _PADDING, width - 2 * _EDGE))
    seal_left, seal_bottom = round((width - seal_width) / 2), round(height - _EDGE - _SEAL_HEIGHT)
    red, green, blue = (round(int(ink[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))
    colour = (red, green, blue)
    style = TextStampStyle(
        border_width=1,
        border_color=colour,
        text_box_style=TextBoxStyle(font=font, font_size=_FONT_SIZE, text_color=colour, box_layout_rule=_CENTRED),
        stamp_text="%(text)s",
    )
    return (seal_left, seal_bottom, seal_left + seal_width, seal_bottom + _SEAL_HEIGHT), style


def _add_to_structure_tree(update: _Update, description: str) -> None:
    """Add a Form element with the field's widget at the end of the structure tree (ISO 14289-1, 7.18.4)."""
    field: IndirectObject = update.root["/AcroForm"]["/Fields"].raw_get(-1)
    widget, tree = field.get_object(), update.root["/StructTreeRoot"]
    document, parents, number = tree["/K"][0], tree["/ParentTree"], tree["/ParentTreeNextKey"]
    reference = _dictionary(Type=NameObject("/OBJR"), Pg=widget.raw_get("/P"), Obj=field)
    element = update.add_object(
        _dictionary(
            Type=NameObject("/StructElem"),
            S=NameObject("/Form"),
            P=tree["/K"].raw_get(0),
            Pg=widget.raw_get("/P"),
            K=ArrayObject([reference]),
        )
    )
    document["/K"].append(element)
    update.update_container(document["/K"])
    parents["/Nums"].extend([number, element])
    update.update_container(parents["/Nums"])
    tree["/ParentTreeNextKey"] = NumberObject(number + 1)
    update.update_container(tree)
    widget |= _dictionary(StructParent=number, Contents=TextStringObject(description))


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): entry for key, entry in entries.items()})
