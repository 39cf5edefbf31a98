"""`flask signals …`: topics of public opinion and alarms of video analysis, as their makers hand them in."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.cli_rules import read_rows
from data.commands.signals import register_signals
from data.engine import writing
from data.house import house
from data.signal_words import SIGNAL_KINDS

HEADS = {  # what the first line of a file may call a column
    "code": ("编号", "线索编号"),
    "title": ("标题", "话题"),
    "words": ("内容", "摘要"),
    "heat": ("热度",),
    "algorithm": ("算法",),
    "category": ("类别",),
    "camera": ("摄像机编码", "台账编码"),
    "picture": ("截图地址",),
    "lon": ("经度",),
    "lat": ("纬度",),
    "region": ("区划代码", "区划"),
    "place": ("地点",),
    "at": ("时间",),
}
COLUMNS = {name: key for key, names in HEADS.items() for name in (key, *names)}


@click.group(cls=Plain)
def signals() -> None:
    """Topics of public opinion and alarms of video analysis."""


@signals.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(list(SIGNAL_KINDS)), required=True)
@with_appcontext
def import_command(file: Path, kind: str) -> None:
    """Add the signals of FILE (CSV or XLSX), each once by its code.

    Columns: code, title, words, place, at; camera (code in the register) or lon, lat (WGS-84) or region;
    of topics heat and category, of alarms algorithm and picture.
    """
    with writing(house().engine) as connection:
        added = register_signals(connection, read_rows(file, COLUMNS), kind, house().clock.now())
    click.echo(f"{added.rows:,} rows read: {added.new:,} new, {added.changed:,} changed")
