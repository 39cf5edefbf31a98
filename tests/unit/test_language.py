"""Chinese is the source language; every other one says all of it."""

import ast
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from babel.messages.pofile import read_po

from components.numbers import SCALES, scaled
from data.language import LOCALES, gettext, speaking
from tests.texts import HAN, ROOT, SCREENS, UNSPOKEN, Above, literals, marked, msgids, sources

PLACEHOLDER = re.compile(r"\{[^}]*\}|%\(\w+\)s")
COMMENT = re.compile(r"/\*.*?\*/|(?m:(?<![:\"'])//.*$)", re.DOTALL)
TAKE_MSGIDS = {
    "Panel",
    "head_row",
    "sorting_row",
    "register_page",
}  # what they are given, they translate when they draw
CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))
MODULES = sources(*SCREENS)


def _entries(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert not catalogue.obsolete
    return {message.id: message for message in catalogue if message.id}


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def entries(request):
    return _entries(request.param)


def test_there_is_english():
    assert [path for path in CATALOGUES if path.parts[-3] == "en"]


def test_every_text_is_translated_and_no_entry_is_stale(entries):
    assert sorted(msgids() - entries.keys()) == []
    assert sorted(entries.keys() - msgids()) == []
    assert [one.id for one in entries.values() if not one.string or one.fuzzy] == []


def test_no_chinese_is_left_in_a_translation(entries):
    assert [one.id for one in entries.values() if HAN.search(one.string)] == []


def test_translations_keep_the_placeholders(entries):
    def held(text):
        return sorted(PLACEHOLDER.findall(text))

    assert [one.id for one in entries.values() if held(one.id) != held(one.string)] == []


def test_large_numbers_are_counted_in_the_steps_of_the_language(entries):
    sizes = [float(step.partition(":")[0]) for step in entries[SCALES].string.split()]
    assert sizes == sorted(sizes, reverse=True)
    assert scaled(6_526_000_000) == ("65.26", "亿")
    with speaking("en"):
        assert scaled(6_526_000_000) == ("6.526", "B")


def test_chinese_is_spoken_unless_asked_and_where_a_translation_is_missing():
    assert gettext("今日") == "今日"
    with speaking("en"):
        assert gettext("今日") == "Today"
        assert gettext("从未写下的话") == "从未写下的话"
        assert gettext("") == ""
    with speaking("fr"):
        assert gettext("今日") == "今日"
    assert gettext("今日") == "今日"


def test_the_language_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), speaking("en"):
        raise ZeroDivisionError
    assert gettext("今日") == "今日"


def test_two_threads_speak_two_languages_at_the_same_time():
    both = Barrier(2, timeout=10)

    def say(lang):
        with speaking(lang):
            both.wait()
            said = gettext("今日")
            both.wait()
            return said

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(say, ("zh", "en"))) == ["今日", "Today"]
        with speaking("en"):
            assert threads.submit(gettext, "今日").result() == "今日"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_screens_show_no_chinese_that_cannot_be_translated(path):
    stray = [(node.lineno, node.value) for node, above in literals(path) if not (marked(above) or _a_table(above))]
    assert [(line, text) for line, text in stray if text not in UNSPOKEN] == []


def _a_table(above: Above) -> bool:
    """A word or a table of words that has a name, or is given to those who translate it."""
    holder = [one for one in above if not isinstance(one, ast.List | ast.Tuple | ast.Dict | ast.keyword)][-1]
    if isinstance(holder, ast.Call):
        return ast.unparse(holder.func).rpartition(".")[2] in TAKE_MSGIDS
    return isinstance(holder, ast.Assign | ast.AnnAssign)


@pytest.mark.parametrize("path", sorted((ROOT / "assets/js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_hold_no_chinese_outside_comments(path):
    code = COMMENT.sub("", path.read_text("utf-8"))
    assert [line.strip() for line in code.splitlines() if HAN.search(line)] == []
