"""What a telephone reads that looks at a screen."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page
from zxingcpp import read_barcodes

AFAR = 2  # of two pixels of the screen a camera far away keeps one


def scanned(page: Page) -> list[str]:
    """What the codes on the page say, as they are seen from afar."""
    with Image.open(BytesIO(page.screenshot())) as seen:
        return [one.text for one in read_barcodes(seen.convert("L").reduce(AFAR))]
