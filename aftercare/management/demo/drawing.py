"""Photos for the demo, drawn as it is told: nobody's knee, in a few soft shapes."""

import io
from enum import IntEnum

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 1600)
WALL, SKIN, SHADE, LIGHT, RED = "#8fa3a8", "#d9a98c", "#b98468", "#e6bfa6", "#c8574f"


class Redness(IntEnum):
    """How red the knee is, as the share of the red that is seen, in percent."""

    NONE = 0
    FADING = 20
    AROUND = 60


def draw_knee(redness: Redness) -> io.BytesIO:
    """A bent knee before a wall, as a file that is sent."""
    image = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(image)
    draw.polygon([(330, 0), (900, 0), (860, 760), (830, 1600), (420, 1600), (390, 760)], fill=SKIN)
    draw.polygon([(780, 0), (900, 0), (860, 760), (830, 1600), (740, 1600), (760, 760)], fill=SHADE)
    draw.ellipse((370, 520, 880, 1080), fill=SKIN)
    draw.ellipse((450, 600, 760, 940), fill=LIGHT)
    image = image.filter(ImageFilter.GaussianBlur(28))
    spot = Image.new("L", SIZE)
    ImageDraw.Draw(spot).ellipse((420, 640, 720, 980), fill=round(255 * redness / 100))
    image.paste(RED, mask=spot.filter(ImageFilter.GaussianBlur(60)))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file
