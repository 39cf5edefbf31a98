"""A file of things that a person brings on the page of registers: checked, told in the log, and taken in as a whole."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from data.acting import acting
from data.commands.audit import acted
from data.commands.things import EDITORS
from data.errors import BadInput, Forbidden
from data.house import House
from data.intake.crs import check_crs
from data.language import gettext as _
from data.things.fields import check_layer
from data.things.files import open_things
from data.things.importing import Job, Tally, import_things

LARGEST = 8 << 20  # bytes of a file on a page; larger ones go by the command line
ENDINGS = (".csv", ".xlsx", ".geojson", ".json")
ODD = re.compile(r"[^\w.()-]+")
LONGEST_NAME = 80


def import_on_screen(
    house: House, content: bytes, name: str, layer: str, crs: str, role: str, number: int = 1
) -> Tally:
    """Take the file in as a role of the demo or as the account; its rows count within the scope of that alone.

    BadInput for a file that cannot be read at all, Forbidden for who keeps no registers.
    """
    actor, ending = acting(house, role, number), Path(name).suffix.lower()
    if len(content) > LARGEST:
        raise BadInput(_("文件超过 %(n)s MB，请拆分，或由管理员用命令导入") % {"n": LARGEST >> 20})
    if ending not in ENDINGS or not content:
        raise BadInput(_("请选 CSV、XLSX 或 GeoJSON 文件"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{ODD.sub('_', Path(name).stem)[:LONGEST_NAME]}{ending}"
        path.write_bytes(content)
        job = Job(path=path, layer=check_layer(layer), crs=crs, actor=actor)
        with acted(house, actor, "thing_import", f"{layer} {path.name}"):
            if actor.role not in EDITORS:
                raise Forbidden(_("这个角色不能修改台账"))
            check_crs(crs)
            _readable(path)
        return import_things(house, job)


def _readable(path: Path) -> None:
    """The command line tells operators what is wrong in detail; here it is said what is needed."""
    try:
        open_things(path)
    except BadInput:
        raise BadInput(
            _("这个文件读不出来：要有表头编号、名称、种类的 CSV 或 XLSX，或 GeoJSON FeatureCollection")
        ) from None
