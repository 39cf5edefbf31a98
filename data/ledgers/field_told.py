"""A field of the dictionary as somebody tells of it: a new one, or what is to be other of one that is there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.errors import BadInput
from data.intake.record import clean
from data.language import gettext as _
from data.ledgers.fields import CLASSES, UNITS, WHOLLY, Dictionary, Field, Ledger
from data.ledgers.taking import NAMES, OWN, SKIPPED, headers_of

KINDS = {"text": "文本", "code": "选项", "number": "数值", "date": "日期"}
CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")
OPTION = re.compile(r"[a-z0-9][a-z0-9_]{0,31}")
WORD, LONGEST_WORD, MOST_CODES, LONGEST_CODE = 32, 64, 60, 48  # the longest with the name of its ledger
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
    unit = new.unit if new.kind == "number" else ""
    _alone(known, its.subject, word, unit, code)
    codes = _distinct(_codes(new.codes)) if new.kind == "code" else {}
    if new.kind == "code" and not codes:
        raise BadInput(_("请写明选项，一行一个：代码 名称"))
    own = {"subject": its.subject, "ledger": None if new.shared else its.code}
    told = {"code": code, "word": word, "kind": new.kind, "codes": codes, "shield": new.shield}
    return own | told | {"unit": unit}


def changed_field(known: Dictionary, one: Field, given: Mapping[str, str]) -> Row:
    told: Row = {}
    if given.get("word"):
        head, dot, _own = one.word.rpartition("·")
        told["word"] = f"{head}{dot}{_word(given['word'])}"
        _alone(known, one.subject, told["word"], one.unit, one.code)
    if given.get("codes"):
        if one.kind != "code":
            raise BadInput(_("只有选项类的字段有选项"))
        told["codes"] = _distinct({**one.codes, **_codes(given["codes"])})
    if shield := given.get("shield"):
        if shield not in CLASSES or not _stricter(one, shield):
            raise BadInput(_("类别只能调严，不能调松；已遮蔽的只能改为全部遮蔽的类别"))
        told["shield"] = shield
    return told


def _stricter(one: Field, shield: str) -> bool:
    """Whether nobody sees more of its values than before, of whatever they are made."""
    hidden = shield in WHOLLY and CLASSES[shield][1] >= one.clearance
    return shield == one.shield or not one.clearance or hidden


def _word(text: str) -> str:
    found = clean(text, line=True)
    if not 0 < len(found) <= WORD or "·" in found:
        raise BadInput(_("名称须填写，至多 {n} 字，不含“·”").format(n=WORD))
    return found


def _alone(known: Dictionary, subject: str, word: str, unit: str, code: str) -> None:
    """Files are matched by words: no header of it is one of another of its subject, or of what all files have."""
    if len(word) > LONGEST_WORD:
        raise BadInput(_("名称连同台账名称至多 {n} 字").format(n=LONGEST_WORD))
    taken = {*NAMES, *OWN, *SKIPPED}.union(
        *(headers_of(one.code, one.word, one.unit) for one in known.of(subject) if one.code != code)
    )
    if taken & {*headers_of(code, word, unit)}:
        raise BadInput(_("已有名为“{word}”的字段或列").format(word=word))


def _codes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(None, (clean(one, line=True) for one in text.splitlines())):
        code, _blank, word = line.partition(" ")
        if not OPTION.fullmatch(code) or not 0 < len(word.strip()) <= WORD or code in found:
            raise BadInput(_("读不懂的选项：{line}").format(line=line[:40]))
        found[code] = word.strip()
    return found


def _distinct(codes: dict[str, str]) -> dict[str, str]:
    """Files tell options by word or code: each means one."""
    others = any(word in codes and word != code for code, word in codes.items())
    if others or len(codes) > MOST_CODES or len(set(codes.values())) < len(codes):
        raise BadInput(_("选项至多 {n} 个，名称不能相同，也不能是其他选项的代码").format(n=MOST_CODES))
    return codes
