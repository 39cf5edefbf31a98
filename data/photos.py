"""Photos of events: checked by decoding, made anew without metadata, kept outside the web root by their digest."""

import hashlib
import json
import os
import re
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image, ImageOps

from data.errors import BadInput
from data.language import gettext as _
from data.times import CITY_ZONE

AT_MOST = 6  # of one report
LARGEST = 10 * 2**20  # bytes
PIXELS = 50_000_000
LONGEST = 2_560  # pixels of the longer side, kept
FORMATS = ("JPEG", "PNG", "WEBP")
WAITING, PATIENCE = "waiting", 86_400  # folder and seconds of photos whose report has not been sent yet
MOST_WAITING = 500
GPS, EXIF = 0x8825, 0x8769
FIRST_CAMERA, LAST_YEAR = 1990, 2199
SIGNS = {"N": 1, "S": -1, "E": 1, "W": -1}
DIGEST = re.compile(r"[0-9a-f]{64}")
Place = tuple[float, float]  # lon, lat


@dataclass(frozen=True, kw_only=True)
class Photo:
    digest: str
    width: int
    height: int
    size: int
    place: Place | None = None  # where the camera said it was
    taken: datetime | None = None  # and when


def take_in(folder: Path, data: bytes) -> Photo:
    """Keep a photo until its report is sent. BadInput, in words for the sender, when it is none."""
    if len(data) > LARGEST:
        raise BadInput(_("照片超过 10 MB"))
    image, place, taken = _decoded(data)
    stored = BytesIO()
    image.save(stored, "JPEG", quality=85, optimize=True)
    made = stored.getvalue()
    photo = Photo(
        digest=hashlib.sha256(made).hexdigest(),
        width=image.width,
        height=image.height,
        size=len(made),
        place=place,
        taken=taken,
    )
    _sweep(folder / WAITING)
    write_whole(folder / WAITING / f"{photo.digest}.jpg", made)
    if place or taken:
        write_whole(folder / WAITING / f"{photo.digest}.json", _written(photo))
    return photo


def settle(folder: Path, digest: str) -> Photo:
    """Move a waiting photo to where it stays; also when it already has."""
    if not DIGEST.fullmatch(digest):
        raise BadInput(_("照片已过期，请重新选择"))
    waiting, stays = folder / WAITING / f"{digest}.jpg", path_of(folder, digest)
    if not stays.exists():
        if not waiting.exists():
            raise BadInput(_("照片已过期，请重新选择"))
        stays.parent.mkdir(parents=True, exist_ok=True)
        os.replace(waiting, stays)
    place, taken = _told(folder / WAITING / f"{digest}.json")
    with Image.open(stays) as image:
        size = stays.stat().st_size
        return Photo(digest=digest, width=image.width, height=image.height, size=size, place=place, taken=taken)


def _written(photo: Photo) -> bytes:
    """What its camera said, kept beside it until it is part of an event; the picture itself tells nothing."""
    taken = int(photo.taken.timestamp()) if photo.taken else None
    return json.dumps({"place": photo.place, "taken": taken}).encode()


def _told(path: Path) -> tuple[Place | None, datetime | None]:
    """What its camera said; nothing where nobody wrote it down."""
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None, None
    place, taken = told["place"], told["taken"]
    return (place[0], place[1]) if place else None, None if taken is None else datetime.fromtimestamp(taken, UTC)


def path_of(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / f"{digest}.jpg"


def _decoded(data: bytes) -> tuple[Image.Image, Place | None, datetime | None]:
    """The picture itself, upright and no larger than it is kept, and the place and the time in its metadata."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > PIXELS:
                    raise BadInput(_("照片像素过多"))
                place, taken = _place(image), _taken(image)
                image.draft("RGB", (LONGEST, LONGEST))
                image.load()
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((LONGEST, LONGEST))
                return _plain(upright), place, taken
    except BadInput:
        raise
    except Exception:  # a decoder fed with anything may fail with anything
        raise BadInput(_("不是可用的照片，请选 JPEG、PNG 或 WebP")) from None


def _plain(image: Image.Image) -> Image.Image:
    """Pixels alone, on white where they were transparent."""
    rgba = image.convert("RGBA")
    ground = Image.new("RGB", rgba.size, "white")
    ground.paste(rgba, mask=rgba.getchannel("A"))
    return ground


def _place(image: Image.Image) -> Place | None:
    with suppress(Exception):  # metadata is a stranger's word: what cannot be read is not there
        gps = image.getexif().get_ifd(GPS)
        lat, lon = (_degrees(gps[tag]) * SIGNS[gps[tag - 1]] for tag in (2, 4))
        if -90 < lat < 90 and -180 <= lon <= 180 and (lat or lon):
            return round(lon, 6), round(lat, 6)
    return None


def _taken(image: Image.Image) -> datetime | None:
    """DateTimeOriginal (Exif 2.32, tag 0x9003), by the offset beside it (0x9011), else by the city's clocks."""
    with suppress(Exception):
        told = image.getexif().get_ifd(EXIF)
        moment = datetime.strptime(str(told[0x9003]).strip(), "%Y:%m:%d %H:%M:%S")
        offset = str(told.get(0x9011, "")).strip()
        zoned = datetime.fromisoformat(f"{moment.isoformat()}{offset}") if offset else moment.replace(tzinfo=CITY_ZONE)
        return zoned.astimezone(UTC) if FIRST_CAMERA <= zoned.year <= LAST_YEAR else None
    return None


def _degrees(parts: tuple[float, float, float]) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def write_whole(path: Path, data: bytes) -> None:
    """All of it or nothing, whoever else writes the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(data)
    os.replace(file.name, path)


def _sweep(folder: Path) -> None:
    """Forget photos nobody sent; refuse when too many wait."""
    if not folder.exists():
        return
    old = time.time() - PATIENCE
    left = 0
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < old:
                path.unlink()
            elif path.suffix == ".jpg":
                left += 1
    if left >= MOST_WAITING:
        raise BadInput(_("待上报的照片过多，请稍后再试"))
