"""Every Chinese text that passes through gettext: found in the source, since one text is often named far from its `_()`.

Read with `ast` rather than Babel's extractor, which does not look into f-strings before Python 3.12.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from data.demo.base_indicators import SOURCE

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ("components", "pages", "callbacks")
TABLES = ("data/words.py", "data/queries", "data/commands", "data/doors")  # words named there, translated when drawn
HAN = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
MARK = "_"  # what modules call data.language.gettext


def msgids() -> set[str]:
    """What the catalogue must hold, no more and no less."""
    spoken = {text for path in _sources("data", *SCREENS) for text in _marked(ast.parse(path.read_text("utf-8")))}
    named = {text for path in _sources(*TABLES, *SCREENS) for _node, text in literals(path) if text not in UNSPOKEN}
    return spoken | named | _indicators()


# Chinese on purpose, whatever the language: the name of the language itself, and the word that names are cut before.
UNSPOKEN = {"中", "增长"}


def literals(path: Path) -> Iterator[tuple[ast.Constant, str]]:
    """Chinese string literals of a module; docstrings and parts of f-strings are none."""
    tree = ast.parse(path.read_text("utf-8"))
    pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
            if id(node) not in pieces | said:
                yield node, node.value


def marked(tree: ast.AST) -> Iterator[ast.Constant]:
    """The literals inside `_()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == MARK:
            yield from (one for one in node.args if isinstance(one, ast.Constant))


def _marked(tree: ast.AST) -> Iterator[str]:
    return (node.value for node in marked(tree) if isinstance(node.value, str))


def _sources(*places: str) -> list[Path]:
    """Python files of folders, and files named themselves."""
    return sorted(
        one for place in places for one in ((ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place])
    )


def _indicators() -> set[str]:
    """What the demo names itself: its indicators, its industries, and itself as their source."""
    own = yaml.safe_load((ROOT / "data/demo/indicators.yaml").read_text("utf-8"))
    demos = [ROOT / "data/demo/defaults.yaml", *sorted((ROOT / "data/cities").glob("*/demo.yaml"))]
    industries = [one for path in demos for one in yaml.safe_load(path.read_text("utf-8")).get("industries", [])]
    return {SOURCE, *(one["zh"] for one in (*own, *industries))}
