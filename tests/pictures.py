"""Pictures that nobody took, as files: photos of one colour, and what is no photo."""

import io
import struct
import zlib

from PIL import Image

SKIN = (214, 160, 140)


def a_picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    colour: object = SKIN,
    **how: object,
) -> bytes:
    """A picture of one colour, in any form that Pillow writes."""
    return written(Image.new(mode, size, colour), kind, **how)


def written(image: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "knee.jpg") -> io.BytesIO:
    """A file as a form gives it."""
    file = io.BytesIO(a_picture() if data is None else data)
    file.name = name
    return file


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises so many points and holds none of them."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"")
    chunks = (
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (head, body)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def webp_header(width: int, height: int) -> bytes:
    """A lossless WebP that promises so many points and holds none of them."""
    bits = (width - 1) | (height - 1) << 14
    body = b"WEBPVP8L" + struct.pack("<IBI", 6, 0x2F, bits) + b"\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body
