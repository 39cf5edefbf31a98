"""A field of the dictionary as somebody tells of it: a new one, or what is to be other of one that is there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.errors import BadInput
from data.intake.record import clean
from data.language import gettext as _
from data.ledgers.fields import CLASSES, UNITS, Dictionary, Field, Ledger

KINDS = {"text": "文本", "code": "选项", "number": "数值", "date": "日期"}
CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")
OPTION = re.compile(r"[a-z0-9][a-z0-9_]{0,31}")
WORD, MOST_CODES, LONGEST_CODE = 32, 60, 48
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewField:
    """`codes`: a line each, as `code word`; `shared`: of all ledgers of its subject."""

    ledger: str
    code: str
    word: str
    kind: str
    unit: str = ""
    codes: str = ""
    shield: str = "plain"
    shared: bool = False


def new_field(known: Dictionary, its: Ledger, new: NewField) -> Row:
    if not CODE.fullmatch(new.code):
        raise BadInput(_("小写字母开头，只用小写字母、数字和 _，2 到 32 个"))
    code = f"{its.subject if new.shared else its.code}.{new.code}"
    if code in known.fields or len(code) > LONGEST_CODE:
        raise BadInput(_("代码“{code}”已被用过").format(code=code))
    if new.kind not in KINDS or new.shield not in CLASSES or (new.unit and new.unit not in UNITS):
        raise BadInput(_("请刷新后再试"))
    word = _word(new.word)
    word = word if new.shared else f"{its.word}·{word}"
    _alone(known, its.subject, word, code)
    codes = _codes(new.codes) if new.kind == "code" else {}
    if new.kind == "code" and not codes:
        raise BadInput(_("请写明选项，一行一个：代码 名称"))
    own = {"subject": its.subject, "ledger": None if new.shared else its.code}
    told = {"code": code, "word": word, "kind": new.kind, "codes": codes, "shield": new.shield}
    return own | told | {"unit": new.unit if new.kind == "number" else ""}


def changed_field(known: Dictionary, one: Field, given: Mapping[str, str]) -> Row:
    told: Row = {}
    if given.get("word"):
        head, dot, _own = one.word.rpartition("·")
        told["word"] = f"{head}{dot}{_word(given['word'])}"
        _alone(known, one.subject, told["word"], one.code)
    if given.get("codes"):
        if one.kind != "code":
            raise BadInput(_("只有选项类的字段有选项"))
        told["codes"] = {**one.codes, **_codes(given["codes"])}
        if len(told["codes"]) > MOST_CODES:
            raise BadInput(_("至多 {n} 个").format(n=MOST_CODES))
    if shield := given.get("shield"):
        if shield not in CLASSES or CLASSES[shield][1] < one.clearance:
            raise BadInput(_("类别只能调严，不能调松"))
        told["shield"] = shield
    return told


def _word(text: str) -> str:
    found = clean(text, line=True)
    if not 0 < len(found) <= WORD or "·" in found:
        raise BadInput(_("名称须填写，至多 {n} 字，不含“·”").format(n=WORD))
    return found


def _alone(known: Dictionary, subject: str, word: str, code: str) -> None:
    """Files are matched by words: no two fields of a subject bear the same."""
    if any(one.word == word and one.code != code for one in known.of(subject)):
        raise BadInput(_("已有名为“{word}”的字段").format(word=word))


def _codes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(None, (clean(one, line=True) for one in text.splitlines())):
        code, _blank, word = line.partition(" ")
        if not OPTION.fullmatch(code) or not 0 < len(word.strip()) <= WORD or code in found:
            raise BadInput(_("读不懂的选项：{line}").format(line=line[:40]))
        found[code] = word.strip()
    if len(found) > MOST_CODES or len(set(found.values())) < len(found):
        raise BadInput(_("选项至多 {n} 个，名称不能相同").format(n=MOST_CODES))
    return found
