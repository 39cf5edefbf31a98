"""Our own style sheets and scripts as one file each: a page asks for two files of ours instead of eighty.

They are joined in the order of their names when first asked for; their address carries a digest of what they hold.
"""

import hashlib
from functools import cache

from flask import Blueprint, Response

from data.settings import ROOT

KINDS = {"css": "text/css", "js": "text/javascript"}
NAME = "all"

door = Blueprint("bundle", __name__)


@cache
def joined(kind: str) -> str:
    """All our files of this kind, one after the other."""
    return "\n".join(one.read_text() for one in sorted((ROOT / "assets" / kind).glob(f"*.{kind}")))


@cache
def address(kind: str) -> str:
    """Where pages fetch them: another one when anything in them changes, so that browsers may keep them for good."""
    digest = hashlib.blake2b(joined(kind).encode(), digest_size=8).hexdigest()
    return f"/assets/{kind}/{NAME}.{kind}?m={digest}"


def _of(kind: str) -> Response:
    return Response(joined(kind), content_type=f"{KINDS[kind]}; charset=utf-8")


for _kind in KINDS:
    door.add_url_rule(f"/assets/{_kind}/{NAME}.{_kind}", f"all_{_kind}", _of, defaults={"kind": _kind})
