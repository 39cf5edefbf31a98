"""Whether two photos show the same picture: compared as small grey thumbnails, whatever their size and quality.

A difference hash (does it get darker or lighter from each of 9 × 8 points to the next?) and the mean difference of
brightness on 16 × 16 points must both say so, so that two photos of a flat wall are not taken for one.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SAME_BITS = 6  # of 64 that may differ
SAME_TONE = 10.0  # of 255, on average
Thumbnail = tuple[int, NDArray[np.int16]]


def same_picture(one: Path, other: Path) -> bool:
    """FileNotFoundError when one of them is gone."""
    (bits, tones), (other_bits, other_tones) = thumbnail(one), thumbnail(other)
    return (bits ^ other_bits).bit_count() <= SAME_BITS and float(np.abs(tones - other_tones).mean()) <= SAME_TONE


@lru_cache(maxsize=512)
def thumbnail(path: Path) -> Thumbnail:
    """(64 bits of the hash, 16 × 16 tones). A stored photo never changes: it is named by its content."""
    with Image.open(path) as image:
        image.draft("L", (256, 256))
        grey = image.convert("L")
    small = np.asarray(grey.resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
    rising = (small[:, 1:] > small[:, :-1]).ravel()
    bits = int("".join("1" if bit else "0" for bit in rising), 2)
    return bits, np.asarray(grey.resize((16, 16), Image.Resampling.BOX), dtype=np.int16)
