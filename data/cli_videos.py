"""`flask videos …`: the feeds people may look at, and whether their snapshots answer."""

import urllib.request
from http.client import HTTPException
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from data.cli import Plain
from data.cli_rules import read_rows
from data.commands.videos import note_checked, register_videos
from data.engine import writing
from data.house import house
from data.schema import video
from data.video_hosts import allowed, hosts_of

HEADS = {  # what the first line of a file may call a column
    "code": ("视频编码", "编码"),
    "name": ("视频名称", "名称"),
    "camera": ("摄像机编码", "台账编码"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "region": ("区划代码", "区划"),
    "link": ("视频地址", "地址"),
    "snapshot": ("截图地址", "快照地址"),
}
COLUMNS = {name: key for key, names in HEADS.items() for name in (key, *names)}
TIMEOUT_S = 5.0


@click.group(cls=Plain)
def videos() -> None:
    """Video feeds: links and snapshots."""


@videos.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_command(file: Path) -> None:
    """Add or change the feeds of FILE (CSV or XLSX).

    Columns: code, name, camera (code in the register of cameras) or lon, lat (WGS-84) or region, link, snapshot.
    """
    with writing(house().engine) as connection:
        added = register_videos(connection, read_rows(file, COLUMNS), house().clock.now())
    click.echo(f"{added.rows:,} rows read: {added.new:,} new, {added.changed:,} changed")


@videos.command("check")
@with_appcontext
def check_command() -> None:
    """Ask the snapshots at the hosts of YITU_VIDEO_HOSTS whether they answer; no other address is asked."""
    hosts = hosts_of(house().settings.video_hosts)
    if not hosts:
        click.echo("nothing is checked: YITU_VIDEO_HOSTS names no host")
        return
    with house().engine.connect() as connection:
        feeds = connection.execute(select(video.c.id, video.c.snapshot, video.c.link).order_by(video.c.id)).all()
    asked = [(one.id, address) for one in feeds if allowed(address := one.snapshot or one.link, hosts)]
    found = {number: _answers(address) for number, address in asked}
    with writing(house().engine) as connection:
        told = note_checked(connection, found, house().clock.now())
    click.echo(f"{told['online']} online, {told['offline']} offline, {len(feeds) - len(found)} not asked")


class _Straight(urllib.request.HTTPRedirectHandler):
    """Another address is another host, which nobody has allowed."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        return None


def _answers(address: str) -> bool:
    try:
        with urllib.request.build_opener(_Straight).open(address, timeout=TIMEOUT_S) as answer:
            return bool(answer.read(1))
    except (OSError, HTTPException, ValueError):
        return False
