"""The colours: both dark blocks are equal, and every pair can be read in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
TEXT = 4.5
DRAWING = 3.0

TEXT_PAIRS = [
    *[("ink", ground) for ground in ("paper", "surface", "sunken")],
    *[("muted", ground) for ground in ("paper", "surface", "sunken")],
    *[("brand", ground) for ground in ("paper", "surface")],
    ("on-brand", "brand"),
    ("brand-ink", "brand-soft"),
    ("brand-ink", "surface"),
    ("ink", "brand-soft"),
    ("muted", "brand-soft"),
    ("on-avoid", "avoid"),
    ("on-avoid", "avoid-2"),
    ("on-ask", "ask"),
    ("ask-ink", "surface"),
    ("on-go", "go"),
    ("go-ink", "surface"),
    ("ink", "wash"),
    ("muted", "wash"),
    *[
        pair
        for family in ("emergency", "urgent", "routine", "ok")
        for pair in (
            (f"on-{family}", family),
            (f"{family}-ink", f"{family}-soft"),
            (f"{family}-ink", "surface"),
            (f"{family}-ink", "paper"),
            ("ink", f"{family}-soft"),
        )
    ],
    ("avoid-ink", "avoid-soft"),
    ("avoid-ink", "surface"),
    ("avoid-ink", "paper"),
    ("ink", "avoid-soft"),
    ("avoid-ink", "sunken"),
]
DRAWING_PAIRS = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("avoid", "surface"),
    ("avoid", "wash"),
    ("avoid-2", "wash"),
    ("brand", "wash"),
    ("ask-2", "ask"),
    ("muted", "line"),
    ("emergency", "surface"),
    ("routine", "surface"),
    ("ok", "surface"),
]


def read_block(selector: str) -> dict[str, str]:
    body = re.search(re.escape(selector) + r"\s*{(.*?)}", TOKENS, re.DOTALL).group(1)
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", body)}


LIGHT = read_block(":root")
DARK = read_block('[data-theme="dark"]')
DARK_BY_PREFERENCE = read_block(':root:not([data-theme="light"])')


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_dark_blocks_are_equal():
    assert DARK == DARK_BY_PREFERENCE


def test_dark_block_names_every_colour_of_the_light_one():
    colours = {name for name, value in LIGHT.items() if value.startswith("#")}

    assert set(DARK) == colours


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), DRAWING_PAIRS)
def test_drawing_can_be_seen(theme, shape, ground):
    assert contrast(theme[shape], theme[ground]) >= DRAWING
