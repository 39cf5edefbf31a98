"""Files of catchments: GeoJSON features, and which station each is of."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.errors import BadInput

NAMES = ("station", "code", "测站编码", "站码", "编码")  # what a file may call the station's code
LARGEST = 64 << 20  # bytes
Feature = Mapping[str, Any]


def read_features(path: Path) -> list[Feature]:
    """The features of a FeatureCollection (RFC 7946). BadInput when it is none."""
    if path.stat().st_size > LARGEST:
        raise BadInput(f"{path.name} has more than {LARGEST >> 20} MB: split it")
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is not GeoJSON: {str(error)[:200]}") from None
    found = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise BadInput(f"{path.name} is not a FeatureCollection with features in it")
    return found


def station_of(feature: Feature) -> str:
    """The code of its station. BadInput where none is named."""
    properties = feature.get("properties")
    named = properties if isinstance(properties, dict) else {}
    code = next((str(named[name]).strip() for name in NAMES if named.get(name)), "")
    if not code:
        raise BadInput(f"no station is named: give its code as one of {', '.join(NAMES)}")
    return code
