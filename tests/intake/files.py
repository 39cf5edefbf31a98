"""Small files in the formats of the well-known ones, with values of our own."""

import csv
from pathlib import Path
from typing import Any

from openpyxl import Workbook

COCKPIT = [
    "编号",
    "标题",
    "描述",
    "类别",
    "来源",
    "等级",
    "经度",
    "纬度",
    "区划",
    "地址",
    "上报时间",
    "环节",
    "立案时间",
]
COCKPIT += ["派遣时间", "处置时间", "反馈时间", "核查时间", "结案时间", "评价时间", "评分", "处置单位", "办结时限"]
BOSTON = [
    "case_enquiry_id",
    "open_dt",
    "target_dt",
    "closed_dt",
    "case_status",
    "closure_reason",
    "case_title",
    "subject",
]
BOSTON += ["reason", "type", "location", "latitude", "longitude", "source"]
NYC = ["Unique Key", "Created Date", "Closed Date", "Agency Name", "Complaint Type", "Descriptor", "Location Type"]
NYC += ["Incident Address", "City", "Status", "Due Date", "Resolution Description", "Open Data Channel Type"]
NYC += ["Latitude", "Longitude"]
OTTAWA = ["creation_date", "ward", "call_description", "call_type", "maintenance_yard", "priority_name"]
MESSAGES = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]

MINE = """
name: mine
fields: {title: t, reported_at: at, external_id: id}
constants: {source: sensor, category: flood}
"""


def cockpit(n: int, **more: Any) -> dict[str, Any]:
    """A good row of our own template."""
    row = {
        "编号": f"N{n}",
        "标题": f"第{n}盏路灯不亮",
        "类别": "公共设施",
        "来源": "群众",
        "经度": 119.05,
        "纬度": 25.05,
    }
    return row | {"上报时间": f"2026-01-{n % 28 + 1:02d} 08:{n % 60:02d}"} | more


def write_csv(
    path: Path, columns: list[str], rows: list[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> Path:
    book = Workbook()
    page = book.active
    page.append(columns)
    for row in rows:
        page.append([row.get(name) for name in columns])
    book.save(path)
    return path
