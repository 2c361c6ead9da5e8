"""A picture that somebody sends, read and made anew: what is stored holds its points and nothing else.

Pure: no database, no setting. What a file is, its content says, never its name.
"""

import io
from dataclasses import dataclass
from threading import Lock
from typing import IO, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

LARGEST_UPLOAD_BYTES: Final = 15 * 1024 * 1024
MOST_PIXELS: Final = 65_000_000
"""Of a JPEG that is unpacked small from the start: what cameras of phones give, and a little more."""
MOST_PIXELS_AT_ONCE: Final = 20_000_000
"""Of a picture that has to be unpacked whole first, at four bytes a point."""
LONGEST_SIDE: Final = 1600  # pixels
LONGEST_SIDE_SMALL: Final = 320  # pixels; twice what a page shows of it
QUALITY: Final = 80
READABLE: Final = ("JPEG", "PNG", "WEBP")

Image.MAX_IMAGE_PIXELS = None  # the limits above stand instead: asked for once, refused in words

_one_at_a_time = Lock()
"""A web process unpacks one picture at a time, so that its memory is bounded."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored: a JPEG, a small one of the same, its size."""

    jpeg: bytes
    small_jpeg: bytes
    width: int
    height: int


class PictureRefused(ValueError):
    """A file that is not taken. `reason` says why to a person, and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_picture(file: IO[bytes]) -> Picture:
    """The picture in `file`: upright, at most LONGEST_SIDE long, in sRGB on white, without its metadata.

    Raises PictureRefused.
    """
    if file.seek(0, io.SEEK_END) > LARGEST_UPLOAD_BYTES:
        raise PictureRefused(_("The file is larger than 15 MB. Please send a smaller photo."))
    file.seek(0)
    _refuse_what_phones_keep(file.read(16))
    file.seek(0)
    with _one_at_a_time, _open(file) as image:
        _check_size(image)
        return _picture_of(image)


def _refuse_what_phones_keep(start: bytes) -> None:
    """HEIC is what some phones keep photos in; its owner can do something about it."""
    if start[4:8] == b"ftyp":
        raise PictureRefused(
            _(
                "This kind of photo (HEIC) cannot be read here. Please send it as JPEG: on an iPhone choose "
                "Settings, Camera, Formats, Most Compatible and take it again, or send a screenshot of it."
            )
        )


def _open(file: IO[bytes]) -> Image.Image:
    try:
        return Image.open(file, formats=READABLE)
    except UnidentifiedImageError as error:
        raise PictureRefused(_("This is not a photo. Please send a JPEG, PNG or WebP file.")) from error
    except Exception as error:  # a header that promises what does not follow fails in many ways
        raise _unreadable() from error


def _check_size(image: Image.Image) -> None:
    """By its header, before anything is unpacked."""
    small_from_the_start = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    most = MOST_PIXELS if small_from_the_start else MOST_PIXELS_AT_ONCE
    if image.width * image.height > most:
        raise PictureRefused(
            _("The picture has more than %(count)d million points. Please send a smaller one.")
            % {"count": most // 1_000_000}
        )
    # an MPO is a JPEG with a second view of the same behind it, as many phones write it
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise PictureRefused(_("The picture moves. Please send one that stands still."))


def _picture_of(image: Image.Image) -> Picture:
    try:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = _plain(ImageOps.exif_transpose(image))
    except Exception as error:  # a damaged file fails in many ways, each of the format's own
        raise _unreadable() from error
    jpeg, (width, height) = _encode(drawn), drawn.size
    drawn.thumbnail((LONGEST_SIDE_SMALL, LONGEST_SIDE_SMALL))
    return Picture(jpeg, _encode(drawn), width, height)


def _plain(image: Image.Image) -> Image.Image:
    """The points alone, in the colours that every screen shows: redness must not pale with a lost profile."""
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    plain = Image.new("RGB", image.size)
    plain.paste(_in_srgb(image))
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image.convert("RGB")
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        found = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return found or image


def _encode(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _unreadable() -> PictureRefused:
    return PictureRefused(_("The photo is damaged or not complete. Please send it again."))
