"""Pictures made anew from their pixels: upright, in sRGB, without anything else that was in them.

Imported in the child process alone.
"""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps

from diagnosis.services.ports.evidence import CleanFile, FileKind, FileRefused

_FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
MOST_JPEG_PIXELS = 64_000_000
"""A phone takes up to 50 million; JPEG is decoded at a half or a quarter of its sides."""
MOST_PIXELS = 16_000_000
"""Of the other kinds, which are decoded whole: four screens of a computer."""
KEPT_PIXELS = 12_000_000
"""What is larger is made smaller: 4,000 × 3,000 points show what a display of a machine says."""
_QUALITY = 88
_SIXTEEN_BITS = 256


def clean_picture(content: bytes, kind: FileKind) -> CleanFile:
    """Return a picture made anew from its first frame: PNG stays PNG, all others become JPEG.

    Raises
    ------
    FileRefused
        When it is broken or has too many pixels.

    """
    Image.MAX_IMAGE_PIXELS = None  # held to limits of its kind below, before anything is decoded
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[kind]]) as picture:
            _check_pixels(picture, kind)
            whole = _decoded(picture, kind)
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError) as error:
        raise FileRefused("broken-file") from error
    whole.info = {}  # what is written takes comments and profiles from here
    written = BytesIO()
    if kind is FileKind.PNG:
        whole.save(written, "PNG", compress_level=6)
        return CleanFile(FileKind.PNG, written.getvalue())
    whole.save(written, "JPEG", quality=_QUALITY)
    return CleanFile(FileKind.JPEG, written.getvalue())


def _check_pixels(picture: Image.Image, kind: FileKind) -> None:
    most = MOST_JPEG_PIXELS if kind is FileKind.JPEG else MOST_PIXELS
    if picture.width * picture.height > most:
        raise FileRefused("too-many-pixels", most=most // 1_000_000)


def _decoded(picture: Image.Image, kind: FileKind) -> Image.Image:
    """Return the pixels, upright, in sRGB, not more than are kept."""
    side = (KEPT_PIXELS / (picture.width * picture.height)) ** 0.5
    wanted = (max(1, int(picture.width * side)), max(1, int(picture.height * side)))
    profile = picture.info.get("icc_profile")
    if side < 1:
        picture.draft(None, wanted)
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    # Smaller first: turning a picture copies it.
    if turned.width * turned.height > KEPT_PIXELS:
        turned.thumbnail((max(wanted), max(wanted)), reducing_gap=2.0)
    return _in_srgb(_plain(turned, keeps_alpha=kind is FileKind.PNG), profile)


def _plain(picture: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """Return a picture in grey or colours of eight bits, see-through where that is kept."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda grey: grey / _SIXTEEN_BITS).convert("L")
    if picture.mode in ("L", "1"):
        return picture.convert("L")
    is_see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if not is_see_through:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    if keeps_alpha:
        return layered
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Return a picture whose colours are those of sRGB; a profile that is none is passed over."""
    if isinstance(profile, bytes) and picture.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            into, out_of = ImageCms.createProfile("sRGB"), BytesIO(profile)
            ImageCms.profileToProfile(picture, out_of, into, inPlace=True)
    return picture
