"""Sample files of other cities and agencies: theirs, not ours to pass on, so they lie outside this repository."""

import os

import pytest

SAMPLES = os.environ.get("YITU_SAMPLES", "")
WHY = "the sample files are not part of this repository: run with YITU_SAMPLES=<folder that holds them> (see README)"
needs_samples = pytest.mark.skipif(not SAMPLES, reason=WHY)
