"""Files of documents: checked by what is in them, kept outside the web root by their digest, drawn page by page."""

import hashlib
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.photos import write_whole

LARGEST = 15 << 20  # bytes
MOST_PAGES = 300
PIXELS = 50_000_000
WIDE, TALL = 1_600, 3_200  # pixels of a page, at most
FORMS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SHIPPED = Path(__file__).parents[1] / "demo" / "samples"  # of the demo's documents; they come with the house
_ONE = threading.Lock()  # PDFium serves one thread at a time


@dataclass(frozen=True, kw_only=True)
class Brought:
    digest: str
    form: str
    pages: int
    size: int


def take_in(folder: Path, content: bytes) -> Brought:
    """Keep a file. BadInput, in words for who brings it, when it is none that can be read here."""
    if not content:
        raise BadInput(_("请选择文件"))
    if len(content) > LARGEST:
        raise BadInput(_("文件超过 %(n)s MB，请压缩或拆分") % {"n": LARGEST >> 20})
    form, pages = ("pdf", pages_in(content)) if content.startswith(b"%PDF-") else (_picture(content), 1)
    brought = Brought(digest=hashlib.sha256(content).hexdigest(), form=form, pages=pages, size=len(content))
    path = _path(folder, brought.digest, form)
    if not path.exists():
        write_whole(path, content)
    return brought


def original(folder: Path, digest: str, form: str) -> bytes:
    """The file as it was brought. UnknownThing where it is not there any more."""
    for path in (_path(folder, digest, form), SHIPPED / f"{digest}.{form}"):
        if path.is_file():
            return path.read_bytes()
    raise UnknownThing(_("资料文件不在了，请联系归口单位重新上传"))


def page_of(folder: Path, digest: str, form: str, number: int) -> Image.Image:
    """One page as a picture; the first is 1."""
    content = original(folder, digest, form)
    if form != "pdf":
        with Image.open(BytesIO(content), formats=tuple(FORMS)) as image:
            image.draft("RGB", (WIDE, TALL))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((WIDE, TALL))
            return upright.convert("RGB")
    try:
        with _ONE, pypdfium2.PdfDocument(content) as book:
            page = book[number - 1]
            wide, tall = page.get_size()
            drawn: Image.Image = page.render(scale=min(WIDE / max(wide, 1), TALL / max(tall, 1))).to_pil()
            return drawn.convert("RGB")
    except pypdfium2.PdfiumError:
        raise BadInput(_("这个 PDF 打不开：已损坏，或设有密码")) from None


def _path(folder: Path, digest: str, form: str) -> Path:
    return folder / digest[:2] / f"{digest}.{form}"


def pages_in(content: bytes) -> int:
    """How many it has; the first one is drawn, so that what cannot be drawn is refused now."""
    try:
        with _ONE, pypdfium2.PdfDocument(content) as book:
            pages = len(book)
            if pages:
                book[0].render(scale=0.1)
    except pypdfium2.PdfiumError:
        raise BadInput(_("这个 PDF 打不开：已损坏，或设有密码")) from None
    if not 1 <= pages <= MOST_PAGES:
        raise BadInput(_("PDF 须为 1 至 %(n)s 页") % {"n": MOST_PAGES})
    return pages


def _picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=tuple(FORMS)) as image:
                if image.width * image.height > PIXELS:
                    raise BadInput(_("照片像素过多"))
                image.load()
                return FORMS[str(image.format)]
    except BadInput:
        raise
    except Exception:  # a decoder fed with anything may fail with anything
        raise BadInput(_("请选 PDF，或 JPEG、PNG、WebP 图片")) from None
