"""处置照片核查 on the page of a case: before and after side by side, and what they say against its having been done."""

from datetime import datetime
from typing import Any

from components.event_words import moment
from components.fields import link, void
from components.markup import Safe, tag
from data.house import House
from data.language import gettext as _
from data.photo_findings import DOUBTS, FINDINGS, Checked, Finding, checked
from data.queries.event_detail import Detail, Row

SHOWN = 3  # of each side


def photo_check(house: House, one: Detail) -> list[Safe]:
    found = checked(one.row, one.photos, house.settings.photos_dir)
    pairs = [_side(one, _("处置前"), found.before), _side(one, _("处置后"), found.after)]
    shown = [tag("div", pairs, "check-pair")] if found.before or found.after else []
    return [*shown, _verdict(found), *(_told(one, finding) for finding in (*found.findings, *found.doubts))]


def _verdict(found: Checked) -> Safe:
    """In words first; a person decides."""
    if not found.ready:
        return tag("p", _("反馈后核查处置照片"), "quiet")
    if found.findings:
        return tag("p", _("发现 {n} 处疑点，请核查人员判断").format(n=len(found.findings)), "check-verdict over")
    if found.doubts:
        return tag("p", _("未见疑点，但有 {n} 项无法核对").format(n=len(found.doubts)), "check-verdict")
    return tag("p", _("照片核对无疑点，仍由核查人员确认"), "check-verdict")


def _told(one: Detail, finding: Finding) -> Safe:
    words = FINDINGS.get(finding.code) or DOUBTS[finding.code]
    told = {name: moment(v, one.now) if isinstance(v, datetime) else v for name, v in finding.told.items()}
    against = finding.code in FINDINGS
    return tag("p", [_("疑点：") if against else _("提示："), _(words).format(**told)], "over" if against else "quiet")


def _side(one: Detail, title: str, photos: Any) -> Safe:
    shown = [_photo(one, row) for row in photos[-SHOWN:]] or [tag("p", _("无照片"), "quiet")]
    return tag("section", [tag("h3", title), *shown], "check-side")


def _photo(one: Detail, row: Row) -> Safe:
    way = f"/photos/{row['digest']}.jpg"
    image = void("img", src=way, alt=_("现场照片"), loading="lazy")
    taken = moment(row["taken_at"], one.now) if row["taken_at"] else _("未记拍摄时间")
    return tag("figure", [link(image, way, target="_blank"), tag("figcaption", taken, "n")])
