"""What a telephone reads that looks at a screen: `python -m tests.scanner < picture` in a process of its own, because
the decoder tells of what lives on when a test run ends."""

import subprocess
import sys
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

AFAR = 2  # of two pixels of the screen a camera far away keeps one


def scanned(page: Page) -> list[str]:
    """What the codes on the page say, as they are seen from afar."""
    reads = [sys.executable, "-m", "tests.scanner"]
    return subprocess.run(reads, input=page.screenshot(), stdout=subprocess.PIPE, check=True).stdout.decode().split()


def main() -> None:
    from zxingcpp import read_barcodes

    with Image.open(BytesIO(sys.stdin.buffer.read())) as seen:
        print(*(one.text for one in read_barcodes(seen.convert("L").reduce(AFAR))), sep="\n")


if __name__ == "__main__":
    main()
