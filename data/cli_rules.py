"""`flask rules …`: the category tree, the agencies and the responsibility list as a city hands them in."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from zipfile import BadZipFile

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from data.cli import Plain
from data.commands.governance import import_agencies, import_categories, import_responsibilities
from data.commands.lines_in import import_lines
from data.commands.rows import Added, Rows
from data.commands.stewards import import_stewards
from data.commands.visits import import_visits
from data.engine import writing
from data.errors import BadInput
from data.house import house
from data.schema import agency, category, intake_line, responsibility, steward, steward_visit

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
HEADS = {  # what the first line of a file may call a column
    "level1": ("一级分类", "一级", "大类"),
    "level2": ("二级分类", "二级", "中类"),
    "level3": ("三级分类", "三级", "小类"),
    "code": ("编码", "代码", "号码", "线路号码"),
    "name": ("名称",),
    "parent": ("上级", "上级编码"),
    "kind": ("类型",),
    "region": ("区域", "辖区", "属地"),
    "category": ("事项", "分类", "事件类别"),
    "grade": ("等级", "分级"),
    "agency": ("责任单位", "主办单位"),
    "hours": ("时限小时", "时限(小时)", "时限"),
    "way": ("办理方式", "办理途径"),
    "mode": ("归并方式", "方式"),
    "owner": ("主管单位", "主管部门"),
    "since": ("归并日期", "开通日期", "日期"),
    "steward": ("管家", "管家代码", "管家编号"),
    "day": ("走访日期",),
    "whom": ("走访对象",),
    "found": ("发现问题", "发现的问题"),
    "solved": ("解决日期",),
    "served": ("服务户数", "服务数"),
    "basis": ("依据", "设定依据"),
}
COLUMNS = {name: key for key, names in HEADS.items() for name in (key, *names)}


@click.group(cls=Plain)
def rules() -> None:
    """Who answers for what: categories, agencies, responsibilities (权责清单)."""


@rules.command("categories")
@FILE
@with_appcontext
def categories_command(file: Path) -> None:
    """Add the categories of FILE (CSV or XLSX) to the tree.

    Columns: level1, level2, level3 (一级分类 二级分类 三级分类), or code, name, parent; and way
    (办理方式): direct 一键直达, raise 提级办理, or empty.
    """
    with writing(house().engine) as connection:
        _tell(import_categories(connection, read_rows(file)))


@rules.command("agencies")
@FILE
@with_appcontext
def agencies_command(file: Path) -> None:
    """Add or change the agencies of FILE (CSV or XLSX). Columns: code, name, kind, region."""
    with writing(house().engine) as connection:
        _tell(import_agencies(connection, read_rows(file)))


@rules.command("responsibilities")
@FILE
@click.option("--replace", is_flag=True, help="Take away the entries that FILE does not name.")
@with_appcontext
def responsibilities_command(file: Path, replace: bool) -> None:
    """Add or change the responsibilities of FILE (CSV or XLSX).

    Columns: category, region, grade (empty: all), agency, hours (empty: the city's limits), basis.
    """
    with writing(house().engine) as connection:
        _tell(import_responsibilities(connection, read_rows(file), replace=replace))


@rules.command("lines")
@FILE
@click.option("--replace", is_flag=True, help="Take away the lines that FILE does not name.")
@with_appcontext
def lines_command(file: Path, replace: bool) -> None:
    """Add or change the lines of FILE (CSV or XLSX) by which cases come in.

    Columns: code (号码), name, kind (热线, 直通车), mode of a hotline (整体并入, 双号并行, 设分中心), owner, since;
    of an express line also agency (empty: by the responsibility list) and hours promised.
    """
    with writing(house().engine) as connection:
        _tell(import_lines(connection, read_rows(file), replace=replace))


@rules.command("stewards")
@FILE
@click.option("--replace", is_flag=True, help="Take away the stewards that FILE does not name.")
@with_appcontext
def stewards_command(file: Path, replace: bool) -> None:
    """Add or change the stewards of FILE (CSV or XLSX).

    Columns: code, kind (公共管家, 行业管家), name, region; of an industry steward also category and agency; served.
    """
    with writing(house().engine) as connection:
        _tell(import_stewards(connection, read_rows(file), replace=replace))


@rules.command("visits")
@FILE
@with_appcontext
def visits_command(file: Path) -> None:
    """Add or change the visits of stewards of FILE (CSV or XLSX).

    Columns: code, steward (his code), day, whom, found (empty: nothing), solved (the day; empty: not yet); of an
    industry steward also region, where it was in his.
    """
    home = house()
    with writing(home.engine) as connection:
        _tell(import_visits(connection, read_rows(file), home.clock.now()))


@rules.command("show")
@with_appcontext
def show_command() -> None:
    """How much of it there is."""
    with house().engine.connect() as connection:
        by_level = select(category.c.level, func.count()).group_by(category.c.level).order_by(category.c.level)
        for level, n in connection.execute(by_level):
            click.echo(f"{n:>7}  categories of level {level}")
        by_kind = select(agency.c.kind, func.count()).group_by(agency.c.kind).order_by(agency.c.kind)
        for kind, n in connection.execute(by_kind):
            click.echo(f"{n:>7}  agencies of kind {kind}")
        click.echo(f"{connection.scalar(select(func.count(responsibility.c.id))):>7}  responsibilities")
        by_line = select(intake_line.c.kind, func.count()).group_by(intake_line.c.kind).order_by(intake_line.c.kind)
        for kind, n in connection.execute(by_line):
            click.echo(f"{n:>7}  lines of kind {kind}")
        by_steward = select(steward.c.kind, func.count()).group_by(steward.c.kind).order_by(steward.c.kind)
        for kind, n in connection.execute(by_steward):
            click.echo(f"{n:>7}  stewards of kind {kind}")
        click.echo(f"{connection.scalar(select(func.count(steward_visit.c.id))):>7}  visits of stewards")


def read_rows(file: Path, columns: Mapping[str, str] = COLUMNS) -> Rows:
    """The rows of a sheet, numbered as in it; `columns`: {what its first line may say: our name}. No empty lines."""
    lines = _sheet(file) if file.suffix.lower() == ".xlsx" else _csv(file)
    if not lines:
        raise BadInput(f"{file.name} is empty")
    keys = [columns.get(head.strip()) for head in lines[0]]
    if not any(keys):
        names = ", ".join(dict.fromkeys(columns.values()))
        raise BadInput(f"no column of {file.name} is known; the first line names them: {names}")
    return [
        (number, {key: cell for key, cell in zip(keys, line, strict=False) if key})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _sheet(file: Path) -> list[list[str]]:
    from openpyxl import load_workbook  # large: no start of the house waits for it

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, KeyError) as error:
        raise BadInput(f"{file.name} is no XLSX file") from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    finally:
        book.close()


def _csv(file: Path) -> list[list[str]]:
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return list(csv.reader(StringIO(text, newline="")))


def _tell(added: Added) -> None:
    click.echo(f"{added.rows:,} rows read: {added.new:,} new, {added.changed:,} changed")
