"""What can be set, asked or hung is documented."""

from pathlib import Path

import pytest

from components.registry import panels
from data.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_in_the_readme(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`YITU_{name.upper()}`" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_picture_of_the_readme_exists(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    pictures = [part.partition(")")[0] for part in text.split("](") if part.partition(")")[0].endswith(".png")]
    assert pictures
    assert [one for one in pictures if not (ROOT / one).exists()] == []


def test_every_setting_says_what_it_means():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_panel_is_described():
    text = (ROOT / "docs" / "panels.md").read_text(encoding="utf-8")
    assert [key for key in panels() if f"`{key}`" not in text] == []
