"""What a desk sends about screens, rotations and what has taken screens over. Nothing it says is trusted."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from data.accounts.seat import seated
from data.acting import acting
from data.briefer import briefer
from data.commands import kiosks, rotations
from data.commands.audit import acted
from data.commands.group_turns import follow, new_group, steer
from data.commands.room_shows import give_show, take_show
from data.commands.takeovers import acknowledge
from data.errors import BadInput, Forbidden
from data.house import House, house
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor, account_key
from data.queries.regions import region_of
from data.words import ROLES

ISSUERS = ("administrator", "duty_officer")  # they register screens, hand out tokens and revoke them
STEERERS = (*ISSUERS, "leader", "presenter")  # they say what screens show
Given = Mapping[str, str]


def steerer(home: House, role: str, number: int) -> Actor:
    """Who steers screens: an account of such a role, also one that otherwise looks on; a visitor who may act."""
    one = seated()
    if one is None:
        actor = acting(home, role, number)
    else:
        actor = Actor(name=one.name, role=one.role, scope=one.scope, key=account_key(one.login))
    if actor.role not in STEERERS:
        raise Forbidden(_("%(role)s不能操控大屏") % {"role": _(ROLES[actor.role])})
    return actor


def may(home: House, role: str, number: int, roles: tuple[str, ...] = STEERERS) -> bool:
    with suppress(Forbidden, BadInput):
        return steerer(home, role, number).role in roles
    return False


def act_on_screens(home: House, sent: Mapping[str, Any], role: str, number: int) -> tuple[str, str]:
    """(code, token) of a screen that was given one, told this once; else ("", "")."""
    given = {name: clean(value) for name, value in sent.items() if isinstance(value, str)}
    act = given.get("act", "")
    if act not in _ACTS:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": act[:32]})
    action, roles, does = _ACTS[act]
    actor = steerer(home, role, number)
    if actor.role not in roles:
        raise Forbidden(_("%(role)s不能登记大屏") % {"role": _(ROLES[actor.role])})
    on = given.get("screen") or given.get("group") or given.get("rotation") or given.get("name", "")
    with acted(home, actor, action, f"{on} {act}"[:160]) as connection:
        return does(connection, given, actor) or ("", "")


def _add(connection: Connection, given: Given, actor: Actor) -> tuple[str, str]:
    told: dict[str, Any] = {name: given.get(name, "") for name in ("name", "region", "group")}
    told |= {name: bool(given.get(name)) for name in ("sound", "alarmed", "keys")}
    told |= {"profile": given.get("profile", "auto"), "distance": given.get("distance", "")}
    new = kiosks.NewScreen(**told, ahead=_whole(given, "ahead", "0"), days=_whole(given, "days"))
    return kiosks.add_screen(connection, new, actor, datetime.now(UTC))


def _renew(connection: Connection, given: Given, actor: Actor) -> tuple[str, str]:
    code = given.get("screen", "")
    return code, kiosks.renew_screen(connection, code, _whole(given, "days"), actor.scope, datetime.now(UTC))


def _revoke(connection: Connection, given: Given, actor: Actor) -> None:
    kiosks.revoke_screen(connection, given.get("screen", ""), actor.scope, datetime.now(UTC))


def _change(connection: Connection, given: Given, actor: Actor) -> None:
    flags = {name: bool(given.get(name)) for name in ("sound", "alarmed", "keys")}
    told: dict[str, Any] = {n: given[n] for n in ("name", "profile", "distance", "group") if n in given}
    told |= {"ahead": _whole(given, "ahead", "0")} if "ahead" in given else {}
    kiosks.change_screen(connection, given.get("screen", ""), actor.scope, **told, **flags)


def _reload(connection: Connection, given: Given, actor: Actor) -> None:
    kiosks.reload_screen(connection, given.get("screen", ""), actor.scope)


def _group(connection: Connection, given: Given, actor: Actor) -> None:
    here = region_of(connection, given.get("region", ""), actor.scope)
    new_group(connection, kiosks.named(given.get("name", "")), here.id)


def _steer(connection: Connection, given: Given, actor: Actor) -> None:
    group = kiosks.group_of(connection, given.get("group", ""), actor.scope)
    steer(connection, group["id"], given.get("move", ""), given.get("page", ""))


def _show(connection: Connection, given: Given, actor: Actor) -> None:
    """Without a show: what the room showed before."""
    group, show = kiosks.group_of(connection, given.get("group", ""), actor.scope), given.get("show", "")
    if show:
        give_show(connection, group["id"], show, briefer(house()))
    else:
        take_show(connection, group["id"])


def _follow(connection: Connection, given: Given, actor: Actor) -> None:
    group, code = kiosks.group_of(connection, given.get("group", ""), actor.scope), given.get("rotation", "")
    follow(connection, group["id"], rotations.rotation_named(connection, code, actor.scope)["id"] if code else None)


def _seen(connection: Connection, given: Given, actor: Actor) -> None:
    acknowledge(connection, given.get("kind", ""), _whole(given, "ref"), actor.name, actor.scope)


def _rotation(connection: Connection, given: Given, actor: Actor) -> None:
    rotations.add_rotation(connection, given.get("name", ""), given.get("region", ""), actor, datetime.now(UTC))


def _rename(connection: Connection, given: Given, actor: Actor) -> None:
    code, name, day, night = (given.get(one, "") for one in ("rotation", "name", "day", "night"))
    rotations.change_rotation(connection, code, name, day, night, actor.scope)


def _drop(connection: Connection, given: Given, actor: Actor) -> None:
    rotations.drop_rotation(connection, given.get("rotation", ""), actor.scope)


def _put(connection: Connection, given: Given, actor: Actor) -> None:
    rotations.put_page(connection, given.get("rotation", ""), given.get("page", ""), dict(given), actor.scope)


def _move(connection: Connection, given: Given, actor: Actor) -> None:
    step = -1 if given.get("step") == "up" else 1
    rotations.move_page(connection, given.get("rotation", ""), given.get("page", ""), step, actor.scope)


def _out(connection: Connection, given: Given, actor: Actor) -> None:
    rotations.drop_page(connection, given.get("rotation", ""), given.get("page", ""), actor.scope)


def _whole(given: Given, name: str, empty: str = "") -> int:
    text = given.get(name) or empty
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadInput(_("请填写数字"))
    return int(text)


Does = Callable[[Connection, Given, Actor], tuple[str, str] | None]
_ACTS: dict[str, tuple[str, tuple[str, ...], Does]] = {  # act: (action of the log, who may, what it does)
    "add": ("screen_add", ISSUERS, _add),
    "renew": ("screen_renew", ISSUERS, _renew),
    "revoke": ("screen_revoke", ISSUERS, _revoke),
    "change": ("screen_change", STEERERS, _change),
    "reload": ("screen_steer", STEERERS, _reload),
    "group": ("screen_change", STEERERS, _group),
    "steer": ("screen_steer", STEERERS, _steer),
    "show": ("screen_steer", STEERERS, _show),
    "follow": ("screen_steer", STEERERS, _follow),
    "seen": ("screen_steer", STEERERS, _seen),
    "rotation": ("rotation_change", STEERERS, _rotation),
    "rename": ("rotation_change", STEERERS, _rename),
    "drop": ("rotation_change", STEERERS, _drop),
    "put": ("rotation_change", STEERERS, _put),
    "move": ("rotation_change", STEERERS, _move),
    "out": ("rotation_change", STEERERS, _out),
}
