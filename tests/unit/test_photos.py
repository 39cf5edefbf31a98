"""What a stranger's file may do to the house: nothing."""

import hashlib
import os
import struct
import time
import zlib
from io import BytesIO

import pytest
from PIL import Image

from data.errors import BadInput
from data.photos import LARGEST, LONGEST, WAITING, path_of, settle, take_in


def picture(kind="JPEG", size=(640, 480), mode="RGB", **more):
    data = BytesIO()
    Image.new(mode, size, (200, 90, 40, 128)[: len(mode)]).save(data, kind, **more)
    return data.getvalue()


def located(lat=(25, 27, 0), lon=(119, 0, 36), north="N", east="E", turn=1):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", turn
    exif[0x8825] = {1: north, 2: tuple(map(float, lat)), 3: east, 4: tuple(map(float, lon))}
    return picture(exif=exif)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width, height, *chunks):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_jpeg_under_its_digest(tmp_path, kind):
    photo = take_in(tmp_path, picture(kind))
    path = tmp_path / WAITING / f"{photo.digest}.jpg"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == photo.digest
    assert (photo.width, photo.height, photo.size) == (640, 480, path.stat().st_size)
    with Image.open(path) as stored:
        assert stored.format == "JPEG"


def test_it_stays_once_its_report_is_sent_and_twice_is_the_same(tmp_path):
    photo = take_in(tmp_path, picture())
    assert settle(tmp_path, photo.digest) == settle(tmp_path, photo.digest)
    assert path_of(tmp_path, photo.digest).exists()
    assert not list((tmp_path / WAITING).iterdir())


def test_large_ones_shrink_and_lying_ones_stand_up(tmp_path):
    assert take_in(tmp_path, picture(size=(6000, 3000))).width == LONGEST
    turned = take_in(tmp_path, located(turn=6))
    assert (turned.width, turned.height) == (480, 640)


def test_the_place_is_offered_and_every_trace_of_it_is_removed(tmp_path):
    photo = take_in(tmp_path, located())
    assert photo.place == pytest.approx((119.01, 25.45))
    with Image.open(tmp_path / WAITING / f"{photo.digest}.jpg") as stored:
        assert not stored.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & stored.info.keys()


@pytest.mark.parametrize(
    "data",
    [
        located(lat=(250, 0, 0)),
        located(lon=(181, 0, 0)),
        located(lat=(0, 0, 0), lon=(0, 0, 0)),
        located(north="", east=""),
        picture(),
    ],
)
def test_a_place_that_makes_no_sense_is_none(tmp_path, data):
    assert take_in(tmp_path, data).place is None


def test_what_is_see_through_becomes_white(tmp_path):
    photo = take_in(tmp_path, picture("PNG", (8, 8), "RGBA"))
    with Image.open(tmp_path / WAITING / f"{photo.digest}.jpg") as stored:
        assert stored.mode == "RGB"


HOSTILE = {
    "empty": b"",
    "text": b"<html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": picture("GIF"),
    "tiff": picture("TIFF"),
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "zip": b"PK\x03\x04" + bytes(100),
    "truncated jpeg": picture()[:-400],
    "truncated png": picture("PNG")[:60],
    "only a head": b"\xff\xd8\xff\xe0",
    "bomb by size": png(60_000, 60_000, chunk(b"IDAT", zlib.compress(bytes(1000)))),
    "bomb of text": png(8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000), 9))),
    "no pixels": png(8, 8),
    "too many bytes": picture() + bytes(LARGEST),
    "lying about its kind": picture("GIF").replace(b"GIF89a", b"\xff\xd8\xff\xe0JF"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_refused_and_leaves_nothing(tmp_path, name):
    with pytest.raises(BadInput):
        take_in(tmp_path, HOSTILE[name])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_second_file_behind_the_pixels_is_gone(tmp_path):
    script = b"<script>alert(1)</script>PK\x03\x04"
    photo = take_in(tmp_path, picture(comment=script) + script)
    assert b"script" not in (tmp_path / WAITING / f"{photo.digest}.jpg").read_bytes()


@pytest.mark.parametrize("digest", ["../../etc/passwd", "a" * 63, "A" * 64, "", "0" * 64])
def test_only_a_photo_that_waits_can_be_settled(tmp_path, digest):
    with pytest.raises(BadInput):
        settle(tmp_path, digest)


def test_photos_nobody_sent_are_forgotten_after_a_day(tmp_path):
    old = take_in(tmp_path, picture())
    path = tmp_path / WAITING / f"{old.digest}.jpg"
    os.utime(path, (time.time() - 90_000,) * 2)
    take_in(tmp_path, picture(size=(30, 30)))
    assert not path.exists()
