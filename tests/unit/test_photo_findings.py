"""Photos after handling: what speaks against them is told; what cannot be checked is told as that."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from data.photo_findings import checked
from data.photos import path_of, settle, take_in

AT = datetime(2024, 7, 25, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CASE = {
    "assigned_at": AT,
    "handling_at": AT,
    "answered_at": AT + 3 * HOUR,
    "placed": "exact",
    "lon": 119.0,
    "lat": 25.4,
}


def picture(shift, quality=90, size=(640, 480), taken="", place=None):
    image = Image.effect_mandelbrot(size, (shift - 2, -1.2, shift + 0.6, 1.2), 60).convert("RGB")
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (place[1], 0.0, 0.0), 3: "E", 4: (place[0], 0.0, 0.0)})
    stored = BytesIO()
    image.save(stored, "JPEG", quality=quality, exif=exif)
    return stored.getvalue()


def kept(folder, data, added):
    photo = settle(folder, take_in(folder, data).digest)
    lon, lat = photo.place or (None, None)
    return {"digest": photo.digest, "added_at": added, "taken_at": photo.taken, "lon": lon, "lat": lat}


def codes(found):
    return [one.code for one in found.findings], [one.code for one in found.doubts]


@pytest.fixture
def before(tmp_path):
    return kept(tmp_path, picture(0), AT - HOUR)


def test_the_same_picture_is_found_out_though_it_was_saved_anew(tmp_path, before):
    again = kept(tmp_path, picture(0, quality=60, size=(320, 240)), AT + HOUR)
    other = kept(tmp_path, picture(1.1), AT + HOUR)
    assert codes(checked(CASE, [before, again], tmp_path))[0] == ["same"]
    assert codes(checked(CASE, [before, other], tmp_path)) == ([], ["untimed", "unplaced"])


def test_a_photo_of_another_time_or_place_is_told(tmp_path, before):
    far = kept(tmp_path, picture(1.1, taken="2024:07:25 11:00:00", place=(119.01, 25.4)), AT + HOUR)
    found = checked(CASE, [before, far], tmp_path)
    assert codes(found) == (["early", "far"], [])  # 11:00 in the city is an hour before the dispatch
    assert found.findings[0].told["at"] == AT - HOUR and 900 < found.findings[1].told["m"] < 1_100


def test_what_fits_is_clear_and_nothing_is_ready_before_the_answer(tmp_path, before):
    good = kept(tmp_path, picture(1.1, taken="2024:07:25 13:00:00", place=(119.0, 25.4)), AT + HOUR)
    assert checked(CASE, [before, good], tmp_path).clear
    assert not checked(CASE | {"answered_at": None}, [before, good], tmp_path).clear
    assert codes(checked(CASE, [before], tmp_path)) == (["none"], [])
    assert codes(checked(CASE, [good], tmp_path)) == ([], ["no_before"])


def test_a_picture_that_is_gone_accuses_nobody(tmp_path, before):
    lost = before | {"digest": "0" * 64, "added_at": AT + HOUR}
    assert codes(checked(CASE, [before, lost], tmp_path))[0] == []


@pytest.mark.parametrize("taken", ["", "yesterday", "0000:00:00 00:00:00", "1970:01:01 00:00:00"])
def test_a_camera_that_talks_nonsense_said_nothing(tmp_path, taken):
    assert take_in(tmp_path, picture(0, taken=taken)).taken is None


def test_a_photo_whose_file_is_gone_leaves_a_doubt(tmp_path, before):
    good = kept(tmp_path, picture(1.1, taken="2024:07:25 13:00:00", place=(119.0, 25.4)), AT + HOUR)
    path_of(tmp_path, before["digest"]).unlink()
    found = checked(CASE, [before, good], tmp_path)
    assert codes(found) == ([], ["gone"]) and not found.clear
