"""What is known of the city, and how it is kept.

Python looks for what it can let go each 700 objects: a sixth of every start, and a tenth of the time of a request.
"""

import gc

SELDOM = 20_000  # objects between two collections

gc.set_threshold(SELDOM)
