"""YAML files that come with the house: read by libyaml where it is there, a tenth of the time."""

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What the file holds. yaml.YAMLError when it is none."""
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)
