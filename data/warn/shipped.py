"""The rules that come with the cockpit: one file a field in `data/warn/rules/`."""

from pathlib import Path
from typing import Any

from data.yaml_file import read_yaml

FOLDER = Path(__file__).with_name("rules")


def shipped_rules() -> list[dict[str, Any]]:
    """`code name field source what`, and where it is told `link` and `on`; in the order of files and lines."""
    files = sorted(FOLDER.glob("*.yaml"))
    return [rule for file in files for rule in read_yaml(file)]
