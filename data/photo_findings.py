"""处置照片核查: what the photos of a case say against its having been dealt with. It tells the verifier, never decides.

Before are the photos that were there when the case was assigned (or, unassigned, taken on), after are those that came
since.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.life.likeness import distance
from data.photo_likeness import same_picture
from data.photos import path_of

FAR_M = 300.0  # from where the case is
Row = Mapping[str, Any]
FINDINGS = {  # those that speak against it, then those that leave a doubt (gettext msgids)
    "none": "没有处置后的照片",
    "same": "处置后的照片与处置前是同一画面",
    "early": "处置后的照片拍摄于派遣之前（{at}）",
    "far": "处置后的照片拍于 {m} 米外",
}
DOUBTS = {
    "untimed": "处置后的照片没有拍摄时间，无法核对",
    "unplaced": "处置后的照片没有拍摄位置，无法核对",
    "no_before": "没有处置前的照片，无法对比",
    "gone": "照片文件缺失，无法对比",
}


@dataclass(frozen=True)
class Finding:
    """`code` of FINDINGS or DOUBTS; `digest` of the photo it is about; `told`: what fills its words."""

    code: str
    digest: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """`ready`: the case has been answered, so that there is something to verify."""

    ready: bool
    before: Sequence[Row] = ()
    after: Sequence[Row] = ()
    findings: Sequence[Finding] = ()
    doubts: Sequence[Finding] = ()

    @property
    def clear(self) -> bool:
        """Whether nothing speaks against it and nothing is in doubt."""
        return self.ready and not self.findings and not self.doubts


def checked(row: Row, photos: Sequence[Row], folder: Path) -> Checked:
    """Of an event's row and its photos (digest, added_at, taken_at, lon, lat)."""
    begun = row["assigned_at"] or row["handling_at"]
    before = [one for one in photos if begun is None or one["added_at"] < begun]
    after = [one for one in photos if begun is not None and one["added_at"] >= begun]
    if row["answered_at"] is None:
        return Checked(False, before, after)
    if not after:
        return Checked(True, before, after, [Finding("none")])
    looks: tuple[Callable[..., Sequence[Finding]], ...] = (_same, _early, _far)
    findings = [one for look in looks for one in look(row, before, after, folder)]
    return Checked(True, before, after, findings, _doubts(row, before, after, folder))


def _same(_row: Row, before: Sequence[Row], after: Sequence[Row], folder: Path) -> list[Finding]:
    return [Finding("same", one["digest"]) for one in after if any(_alike(folder, one, other) for other in before)]


def _alike(folder: Path, one: Row, other: Row) -> bool:
    with suppress(OSError):  # a file that is gone cannot be compared: that is a doubt of its own
        return one["digest"] == other["digest"] or same_picture(
            path_of(folder, one["digest"]), path_of(folder, other["digest"])
        )
    return False


def _early(row: Row, _before: Sequence[Row], after: Sequence[Row], _folder: Path) -> list[Finding]:
    begun = row["assigned_at"] or row["handling_at"]
    return [
        Finding("early", one["digest"], {"at": one["taken_at"]})
        for one in after
        if one["taken_at"] is not None and one["taken_at"] < begun
    ]


def _far(row: Row, _before: Sequence[Row], after: Sequence[Row], _folder: Path) -> list[Finding]:
    if row["placed"] != "exact":  # somewhere in its region: nothing to measure from
        return []
    there = (row["lon"], row["lat"])
    away = [(one, distance(there, (one["lon"], one["lat"]))) for one in after if one["lon"] is not None]
    return [Finding("far", one["digest"], {"m": round(metres)}) for one, metres in away if metres > FAR_M]


def _doubts(row: Row, before: Sequence[Row], after: Sequence[Row], folder: Path) -> list[Finding]:
    found = [] if before else [Finding("no_before")]
    digests = [one["digest"] for one in (*before, *after)]
    found += [Finding("gone", digest) for digest in digests if not path_of(folder, digest).is_file()]
    if all(one["taken_at"] is None for one in after):
        found.append(Finding("untimed"))
    if row["placed"] == "exact" and all(one["lon"] is None for one in after):
        found.append(Finding("unplaced"))
    return found
