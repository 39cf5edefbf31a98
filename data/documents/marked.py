"""Pages as they are shown: who looks, and when, is written all over them."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[1] / "handout" / "fonts" / "noto-sans-sc-400.ttf"
SLANT = 24  # degrees
SIZES = 52  # so many letters are as wide as a page
INK = (20, 40, 70, 46)
GAP = 2.2  # between two lines of words, in their heights
QUALITY = 82


def marked(page: Image.Image, words: str) -> bytes:
    """The page as a JPEG with `words` across it, again and again."""
    tile = _tile(words, max(page.width // SIZES, 14))
    over = Image.new("RGBA", page.size, (0, 0, 0, 0))
    step = tile.height
    for row, top in enumerate(range(-step // 2, page.height, step)):
        for left in range(-(row % 2) * tile.width // 2, page.width, tile.width):
            over.alpha_composite(tile, (max(left, 0), max(top, 0)), (max(-left, 0), max(-top, 0)))
    shown = Image.alpha_composite(page.convert("RGBA"), over).convert("RGB")
    file = BytesIO()
    shown.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _tile(words: str, size: int) -> Image.Image:
    font = _font(size)
    left, top, right, bottom = font.getbbox(words)
    line = Image.new("RGBA", (int(right - left) + size * 2, int(bottom - top + size * GAP)), (0, 0, 0, 0))
    ImageDraw.Draw(line).text((size, size), words, font=font, fill=INK)
    return line.rotate(SLANT, expand=True, resample=Image.Resampling.BICUBIC)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
