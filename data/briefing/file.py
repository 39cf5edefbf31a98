"""A briefing as a file: JSON that another house reads, or this one years later. What is frozen does not travel."""

import json
from dataclasses import asdict
from typing import Any

from data.briefing.scene import MOST_SCENES, Emphasis, Scene, said
from data.errors import BadInput
from data.language import gettext as _

KIND, VERSION = "yitu-briefing", 1
LARGEST = 2 * 2**20
TOLD = ("path", "title", "sentence", "notes", "transition")


def file_of(title: str, scenes: list[Scene]) -> str:
    told = [{name: value for name, value in asdict(one).items() if name != "n"} for one in scenes]
    whole = {"kind": KIND, "version": VERSION, "title": title, "scenes": told}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def scenes_in(content: bytes) -> tuple[str, list[Scene]]:
    """Title and scenes of a file. BadInput that says what is wrong with it, and in which scene."""
    whole = _read(content)
    if not isinstance(whole, dict) or whole.get("kind") != KIND:
        raise BadInput(_("这不是汇报文件"))
    if whole.get("version") != VERSION:
        raise BadInput(_("汇报文件的版本 {version} 不认识").format(version=str(whole.get("version"))[:16]))
    title, given = whole.get("title"), whole.get("scenes")
    if not isinstance(title, str) or not title.strip() or not isinstance(given, list):
        raise BadInput(_("汇报文件缺少名称或幕"))
    if len(given) > MOST_SCENES:
        raise BadInput(_("一份汇报最多 {n} 幕").format(n=MOST_SCENES))
    return said(title, 48, _("汇报名称")), [_scene(n, one) for n, one in enumerate(given, 1)]


def scene_of(given: Any) -> Scene:
    """One as a screen or a file tells it. BadInput."""
    if not isinstance(given, dict) or not isinstance(given.get("path"), str):
        raise BadInput(_("缺少页面地址"))
    texts = {name: given[name] for name in TOLD if name in given}
    if not all(isinstance(value, str) for value in texts.values()):
        raise BadInput(_("文字项不是文字"))
    minutes = given.get("minutes", 2.0)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise BadInput(_("时长不是数字"))
    emphasis = Emphasis.read(given.get("emphasis", {}))
    return Scene(**{"title": ""} | texts, minutes=float(minutes), emphasis=emphasis).checked()


def _scene(n: int, given: Any) -> Scene:
    try:
        return scene_of(given)
    except BadInput as error:
        raise BadInput(_("第 {n} 幕：{why}").format(n=n, why=error)) from None


def _read(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise BadInput(_("汇报文件超过 2 MB"))
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadInput(_("文件读不懂：不是 JSON")) from None
