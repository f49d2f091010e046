"""Photos are drawn anew: smaller, upright, without the camera's notes."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from anpei.errors import NotFound, Refused
from anpei.exercises.evaluation import keep_photo, photo_path


def photo(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif[0x0112] = 6  # lying on its side
    out = io.BytesIO()
    Image.new("RGB", size, "#a40").save(out, kind, exif=exif, comment=b"SECRET-PLACE")
    return out.getvalue()


def test_what_is_kept_is_small_upright_and_says_nothing_of_the_camera(tmp_path: Path) -> None:
    sent = photo()
    assert b"SECRET" in sent
    kept = photo_path(tmp_path, keep_photo(tmp_path, sent))
    assert b"SECRET" not in kept.read_bytes()
    with Image.open(kept) as picture:
        assert (picture.size, picture.format) == ((800, 1600), "JPEG")
        assert dict(picture.getexif()) == {}


def test_the_same_photo_is_kept_once(tmp_path: Path) -> None:
    assert keep_photo(tmp_path, photo()) == keep_photo(tmp_path, photo())
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"GIF89a" + b"\0" * 40, photo()[:300]], ids=["none", "svg", "gif", "torn"]
)
def test_what_is_no_photo_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refused):
        keep_photo(tmp_path, data)


def test_a_picture_of_many_million_points_is_not_opened(tmp_path: Path) -> None:
    large = io.BytesIO()
    Image.new("1", (8_000, 6_000)).save(large, "PNG")
    assert len(large.getvalue()) < 100_000
    with pytest.raises(Refused, match="太大"):
        keep_photo(tmp_path, large.getvalue())


@pytest.mark.parametrize("name", ["../x", "a" * 64, ""])
def test_a_name_leads_to_photos_only(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        photo_path(tmp_path, name)


def test_a_phones_picture_of_twelve_megapixels_is_taken_and_a_point_more_is_not(tmp_path: Path) -> None:
    assert photo_path(tmp_path, keep_photo(tmp_path, photo(size=(4032, 3024)))).is_file()
    with pytest.raises(Refused, match="1200 万"):
        keep_photo(tmp_path, photo("PNG", (5000, 2501)))


def test_pictures_sent_together_are_drawn_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing, most = [0], [0]
    thumbnail = Image.Image.thumbnail

    def watched(self: Image.Image, size: tuple[float, float]) -> None:
        drawing[0] += 1
        most[0] = max(most[0], drawing[0])
        thumbnail(self, size)
        drawing[0] -= 1

    monkeypatch.setattr(Image.Image, "thumbnail", watched)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda side: keep_photo(tmp_path, photo("PNG", (side, 2000))), range(2000, 2005)))
    assert most == [1]
