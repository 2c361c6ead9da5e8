"""What becomes of a file that is sent as a photo. Every picture is made here."""

import io

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from aftercare.services import pictures
from aftercare.services.pictures import Picture, PictureRefused, read_picture
from tests.pictures import SKIN, a_picture, png_header, upload, webp_header, written

NO_PHOTO = "This is not a photo. Please send a JPEG, PNG or WebP file."
DAMAGED = "The photo is damaged or not complete. Please send it again."
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def read(data: bytes) -> Picture:
    return read_picture(upload(data))


def points(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def refusal(data: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        read(data)
    return refused.value.reason


def near(point: tuple[int, ...], colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 4 for one, other in zip(point, colour, strict=True))


@pytest.mark.parametrize(
    "data",
    [
        a_picture("JPEG"),
        a_picture("JPEG", progressive=True),
        a_picture("PNG"),
        a_picture("PNG", mode="RGBA", colour=(*SKIN, 255)),
        a_picture("WEBP"),
        a_picture("WEBP", mode="RGBA", colour=(*SKIN, 255)),
        a_picture("MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))]),
    ],
    ids=["jpeg", "progressive", "png", "png with alpha", "webp", "webp with alpha", "two views"],
)
def test_a_photo_becomes_a_jpeg_of_the_same_points(data: bytes) -> None:
    picture = read(data)

    whole, small = points(picture.jpeg), points(picture.small_jpeg)
    assert (whole.format, whole.mode, whole.size) == ("JPEG", "RGB", (60, 40))
    assert (small.format, small.size, picture.width, picture.height) == ("JPEG", (60, 40), 60, 40)
    assert near(whole.getpixel((30, 20)), SKIN)


@pytest.mark.parametrize(
    ("mode", "colour"), [("L", 128), ("1", 1), ("P", 3), ("CMYK", (0, 90, 90, 0)), ("I;16", 40000)]
)
def test_every_way_to_count_colours_is_read(mode: str, colour: object) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"

    picture = read(a_picture(kind, mode=mode, colour=colour))

    assert points(picture.jpeg).mode == "RGB"


def test_what_is_see_through_lies_on_white() -> None:
    picture = read(a_picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))

    assert near(points(picture.jpeg).getpixel((5, 5)), (255, 255, 255))


def test_a_large_photo_is_made_small_and_smaller() -> None:
    picture = read(a_picture(size=(4000, 3000)))

    assert (picture.width, picture.height) == (1600, 1200)
    assert (points(picture.jpeg).size, points(picture.small_jpeg).size) == ((1600, 1200), (320, 240))


def test_a_photo_is_stored_the_way_it_was_held() -> None:
    image = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 29, 39), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right: what was left is above

    picture = read(written(image, quality=95, exif=exif))

    turned = points(picture.jpeg)
    assert (picture.width, picture.height, turned.size) == (40, 60, (40, 60))
    assert near(turned.getpixel((20, 10)), (0, 0, 0))
    assert near(turned.getpixel((20, 50)), (255, 255, 255))


def test_nothing_but_points_is_kept_of_a_jpeg() -> None:
    exif = Image.Exif()
    exif[0x010F] = "MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (40.0, 44.0, 54.0)
    data = written(
        Image.new("RGB", (60, 40), SKIN), exif=exif, comment=b"COMMENT", xmp=b"<x:xmpmeta>XMP</x:xmpmeta>"
    )

    picture = read(data)

    for jpeg in (picture.jpeg, picture.small_jpeg):
        kept = points(jpeg)
        assert (dict(kept.getexif()), set(kept.info)) == (
            {},
            {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
        )
        assert [word for word in (b"MAKER", b"COMMENT", b"XMP", b"Exif") if word in jpeg] == []


def test_nothing_but_points_is_kept_of_a_png() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("where", "HOME")

    picture = read(a_picture("PNG", pnginfo=words))

    assert set(points(picture.jpeg).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"HOME" not in picture.jpeg


def test_what_hides_behind_a_photo_is_gone() -> None:
    picture = read(a_picture() + b"PK\x03\x04<script>alert(1)</script>")

    assert (b"<script>" in picture.jpeg, points(picture.jpeg).size) == (False, (60, 40))


def test_colours_of_another_profile_are_turned_into_what_every_screen_shows() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"swap").replace(b"gXYZ", b"rXYZ").replace(b"swap", b"gXYZ")

    picture = read(a_picture(colour=(200, 0, 0), icc_profile=swapped))

    shown = points(picture.jpeg)
    assert ("icc_profile" in shown.info, near(shown.getpixel((30, 20)), (0, 200, 0))) == (False, True)


@pytest.mark.parametrize("profile", [b"no profile at all", b"\0" * 128], ids=["words", "zeros"])
def test_a_profile_that_cannot_be_read_is_left_out(profile: bytes) -> None:
    picture = read(a_picture(icc_profile=profile))

    assert near(points(picture.jpeg).getpixel((30, 20)), SKIN)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SVG, NO_PHOTO),
        (a_picture("GIF", mode="P", colour=1), NO_PHOTO),
        (a_picture("BMP"), NO_PHOTO),
        (a_picture("TIFF"), NO_PHOTO),
        (b"%PDF-1.7", NO_PHOTO),
        (b"<!doctype html>", NO_PHOTO),
        (b"", NO_PHOTO),
    ],
    ids=["svg", "gif", "bmp", "tiff", "pdf", "html", "empty"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


def test_a_heic_photo_is_refused_with_what_to_do() -> None:
    assert refusal(HEIC) == (
        "This kind of photo (HEIC) cannot be read here. Please send it as JPEG: on an iPhone choose "
        "Settings, Camera, Formats, Most Compatible and take it again, or send a screenshot of it."
    )


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    moves = a_picture(kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "black")])

    assert refusal(moves) == "The picture moves. Please send one that stands still."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_photo_is_refused(kind: str, share: float) -> None:
    image = Image.effect_noise((200, 150), 60).convert("RGB")
    data = written(image, kind)

    assert refusal(data[: int(len(data) * share)]) == DAMAGED


@pytest.mark.parametrize("header", [png_header, webp_header], ids=["png", "webp"])
def test_a_header_that_promises_too_much_is_refused_by_the_header_alone(header) -> None:
    assert refusal(header(16000, 16000)) == (
        "The picture has more than 20 million points. Please send a smaller one."
    )


def test_the_largest_photo_that_is_taken_and_one_column_more(monkeypatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 2_000_000)
    monkeypatch.setattr(pictures, "MOST_PIXELS_AT_ONCE", 1_000_000)
    taken = a_picture(size=(2000, 1000)), a_picture("PNG", size=(1000, 1000))
    too_large = {
        "2 million": [a_picture(size=(2001, 1000))],
        "1 million": [a_picture("PNG", size=(1001, 1000)), a_picture(size=(1001, 1000), progressive=True)],
    }

    widths = [read(data).width for data in taken]
    refused = {most: [most in refusal(data) for data in many] for most, many in too_large.items()}

    assert (widths, refused) == ([1600, 1000], {"2 million": [True], "1 million": [True, True]})


def test_the_largest_file_that_is_taken_and_one_byte_more() -> None:
    photo = a_picture()
    longest = photo + b"\0" * (15 * 1024 * 1024 - len(photo))

    taken = read(longest)

    assert taken.width == 60
    assert refusal(longest + b"\0") == "The file is larger than 15 MB. Please send a smaller photo."
