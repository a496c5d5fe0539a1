"""Pictures are made anew: upright, in sRGB, of so many pixels, and nothing else is left."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from diagnosis.files.evidence import pictures
from diagnosis.files.evidence.pictures import clean_picture
from diagnosis.services.ports.evidence import FileKind, FileRefused
from tests.evidence_files import GPS_WORDS, a_photo, a_picture, a_png_that_unpacks_to


def made(content: bytes, kind: FileKind) -> Any:
    """Return the picture that is made of bytes, after looking at what it is."""
    clean = clean_picture(content, kind)
    picture: Any = Image.open(BytesIO(clean.content))
    assert Image.MIME[picture.format] == clean.kind
    picture.load()
    return picture


@pytest.mark.parametrize(
    ("name", "kind"),
    [("JPEG", FileKind.JPEG), ("PNG", FileKind.PNG), ("WEBP", FileKind.WEBP)],
)
def test_a_photo_loses_place_and_camera_and_stands_upright(name: str, kind: FileKind) -> None:
    photo = a_photo(name)
    assert GPS_WORDS in photo
    clean = clean_picture(photo, kind)
    for trace in (GPS_WORDS, b"A Maker", b"Exif", b"xmpmeta", b"ICC_PROFILE", b"eXIf"):
        assert trace not in clean.content
    picture = made(photo, kind)
    assert picture.size == (20, 40)
    assert dict(picture.getexif()) == {} and "comment" not in picture.info
    red, white = picture.getpixel((4, 9)), picture.getpixel((15, 30))
    assert red[0] > 240 and red[1] < 20 and min(white) > 240


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("1", "L"), ("L", "L"), ("LA", "RGBA"), ("P", "RGB"), ("RGBA", "RGBA"), ("I;16", "L")],
)
def test_every_mode_of_png_is_read(mode: str, kept: str) -> None:
    written = BytesIO()
    ground = Image.new("I;16", (3, 2), 51 << 8) if mode == "I;16" else Image.new("L", (3, 2), 51)
    (ground if mode == "I;16" else ground.convert(mode)).save(written, "PNG")
    picture = made(written.getvalue(), FileKind.PNG)
    assert (picture.mode, picture.size) == (kept, (3, 2))
    if mode == "I;16":
        assert picture.getpixel((0, 0)) == 51


def test_what_shines_through_a_webp_becomes_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (3, 2), (255, 0, 0, 0)).save(written, "WEBP", lossless=True)
    assert min(made(written.getvalue(), FileKind.WEBP).getpixel((1, 1))) > 250


def test_colours_of_another_profile_are_those_of_srgb_afterwards() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile at all"):
        written = BytesIO()
        Image.new("RGB", (8, 8), (10, 200, 30)).save(written, "PNG", icc_profile=profile)
        picture = made(written.getvalue(), FileKind.PNG)
        assert "icc_profile" not in picture.info
        pairs = zip(picture.getpixel((4, 4)), (10, 200, 30), strict=True)
        assert max(abs(kept - sent) for kept, sent in pairs) < 3


def test_the_first_frame_alone_is_kept() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    picture = made(written.getvalue(), FileKind.WEBP)
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.getpixel((2, 2))[0] > 240


def test_what_has_many_pixels_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "KEPT_PIXELS", 1_200)
    assert made(a_picture("JPEG", (400, 300)), FileKind.JPEG).size == (40, 30)
    assert made(a_picture("PNG", (400, 300)), FileKind.PNG).size == (40, 30)
    assert made(a_picture("PNG", (5_000, 2)), FileKind.PNG).size[0] <= 1_800


@pytest.mark.parametrize(
    ("content", "kind", "most"),
    [
        (a_png_that_unpacks_to(50_000), FileKind.PNG, 16),
        (a_picture("JPEG", (65_000, 1)).replace(b"\x00\x01\xfd\xe8", b"\xfd\xe8\xfd\xe8", 1),
         FileKind.JPEG, 64),
    ],
    ids=["png", "jpeg"],
)  # fmt: skip
def test_too_many_pixels_are_refused_before_they_are_decoded(
    content: bytes, kind: FileKind, most: int
) -> None:
    with pytest.raises(FileRefused) as refused:
        clean_picture(content, kind)
    assert (refused.value.code, refused.value.values) == ("too-many-pixels", {"most": most})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_photo()[:-200], FileKind.JPEG),
        (a_picture("PNG")[:40], FileKind.PNG),
        (a_png_that_unpacks_to(3_000)[:-500], FileKind.PNG),
        (a_picture("WEBP")[:20], FileKind.WEBP),
        (b"\xff\xd8\xff" + b"x" * 99, FileKind.JPEG),
        (a_picture("PNG"), FileKind.JPEG),
    ],
)  # fmt: skip
def test_what_is_cut_or_broken_is_refused(content: bytes, kind: FileKind) -> None:
    with pytest.raises(FileRefused) as refused:
        clean_picture(content, kind)
    assert refused.value.code == "broken-file"
