"""What the desk of dispatch sends: an order, several, what becomes of them and of their tasks. Nothing is trusted."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from data.acting import acting
from data.commands.audit import acted
from data.commands.callouts import UnitsCalled, call_units
from data.commands.dispatch_chain import tell_link
from data.commands.dispatch_life import cancel, confirm, hand_over, recall, urge
from data.commands.dispatch_many import MOST as MOST_AT_ONCE
from data.commands.dispatch_many import order_many
from data.commands.dispatch_order import MOST, NewDispatch, order
from data.commands.dispatch_receipts import Told, receive, task_named
from data.commands.dispatch_steps import may_order
from data.commands.dispatch_talk import hear
from data.commands.dispatch_tasks import cancel_task, say_to_task, transfer, urge_task
from data.dispatch.worker import settle
from data.engine import writing
from data.errors import BadInput, CockpitError, UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.codes import subject_numbers

Sent = Mapping[str, Any]
KEY = re.compile(r"[A-Za-z0-9-]{8,36}")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`codes` of the orders that are concerned; `results` of several: (subject, code or None, why not)."""

    codes: tuple[str, ...] = ()
    results: tuple[tuple[str, str | None, str], ...] = ()


def act_on_dispatch(house: House, sent: Sent, role: str, number: int) -> Outcome:
    """One move at the desk, in one transaction, told in the log. Raises as the engine does; Forbidden for onlookers."""
    actor, name = acting(house, role, number), str(sent.get("act") or "")
    if name not in MOVES:
        raise UnknownThing(_("没有“%(move)s”这个动作") % {"move": name[:32]})
    settle(house)
    moment = Moment(now=house.clock.now(), wall=datetime.now(UTC), photos=house.settings.photos_dir)
    target = str(sent.get("code") or sent.get("on") or "")[:64]
    with acted(house, actor, f"dispatch_{AUDITED.get(name, name)}", target) as connection:
        return MOVES[name](connection, sent, actor, moment)


def hear_talk(house: House, sent: Sent, role: str, number: int) -> None:
    """What stood on the screen has been read: told in no log, it changes nothing for anybody else."""
    actor, upto = acting(house, role, number), _whole(sent.get("upto"), 10)
    with writing(house.engine) as connection:
        hear(connection, _code(sent), upto, actor)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The city's clock, and the server's; and the folder of photos."""

    now: datetime
    wall: datetime
    photos: Path


def _send(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    made = order(connection, _new(connection, sent, sent.get("key"), actor), actor, at.now, at.wall)
    return Outcome(codes=(made["code"],))


def _bulk(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    """An order a subject; what is refused of them does not undo the others."""
    given = sent.get("orders")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_AT_ONCE:
        raise BadInput(_("一次可派 1 至 %(n)s 件") % {"n": MOST_AT_ONCE})
    asked = [one if isinstance(one, Mapping) else {} for one in given]
    news = [_new(connection, one, f"{sent.get('key')}-{n}", actor) for n, one in enumerate(asked)]
    made = order_many(connection, news, actor, at.now, at.wall)
    told = tuple((str(one["on"]), got.code, got.detail) for one, got in zip(asked, made, strict=True))
    return Outcome(codes=tuple(got.code for got in made if got.code), results=told)


def _recall(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    """Back with all that are named, as far as their windows are open; refused where none was."""
    codes, refused = _codes(sent.get("codes"), MOST_AT_ONCE), []
    if not codes:
        raise BadInput(_("没有这个派遣"))
    back = []
    for code in codes:
        try:
            with connection.begin_nested():
                recall(connection, code, actor, at.now, at.wall)
            back.append(code)
        except CockpitError as error:
            refused.append(error)
    if not back:
        raise refused[0]
    return Outcome(codes=tuple(back), results=tuple(("", None, str(error)) for error in refused))


def _confirm(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    confirm(connection, _code(sent), actor, at.now, at.wall)
    return Outcome(codes=(_code(sent),))


def _cancel(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    cancel(connection, _code(sent), _words(sent), actor, at.now, at.wall)
    return Outcome(codes=(_code(sent),))


def _urge(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    urge(connection, _code(sent), _words(sent), actor, at.now, at.wall)
    return Outcome(codes=(_code(sent),))


def _hand_over(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    hand_over(connection, _code(sent), _text(sent, "to"), actor, at.now)
    return Outcome(codes=(_code(sent),))


def _cancel_task(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    row = cancel_task(connection, _code(sent), _words(sent), actor, at.now, at.wall)
    return Outcome(codes=(row["code"],))


def _urge_task(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    urge_task(connection, _code(sent), _words(sent), actor, at.now, at.wall)
    return Outcome()


def _say(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    say_to_task(connection, _code(sent), _words(sent), actor, at.now, at.wall)
    return Outcome()


def _call(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    """A call to units that were picked, or to who has a task; it sends nobody."""
    codes = _codes(sent.get("responders") or [], MOST)
    if not codes:
        codes = (task_named(connection, _code(sent), actor)[1]["r_code"],)
    about = UnitsCalled(key=str(sent.get("key") or "")[:64], on=_text(sent, "on")[:32], words=_words(sent))
    return Outcome(codes=(call_units(connection, about, codes, actor, at.now, at.wall),))


def _transfer(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    only = {**sent, "responders": [_text(sent, "to")], "chain": False, "words": ""}
    new = _new(connection, only, sent.get("key"), actor)
    made = transfer(connection, _code(sent), new, _words(sent), actor, at.now, at.wall)
    return Outcome(codes=(made["code"],))


def _link(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    """One more of the five links."""
    tell_link(connection, _code(sent), _text(sent, "what")[:16], actor, at.now, at.wall)
    return Outcome()


def _receipt(connection: Connection, sent: Sent, actor: Actor, at: Moment) -> Outcome:
    """What somebody has told the desk by telephone, in his place: the history says so. Told again, it is the same."""
    may_order(actor)
    what, words = _text(sent, "what")[:16], _words(sent)
    if what == "refused" and not words.strip():
        raise BadInput(_("请填写理由"))
    said = _("电话代登记：%(words)s") % {"words": words} if words else _("电话代登记")
    told = Told(task=_code(sent), what=what, words=said, key=f"phone:{what}")
    receive(connection, at.photos, told, actor, at.now)
    return Outcome()


MOVES: dict[str, Callable[[Connection, Sent, Actor, Moment], Outcome]] = {
    "send": _send,
    "bulk": _bulk,
    "recall": _recall,
    "confirm": _confirm,
    "cancel": _cancel,
    "urge": _urge,
    "handover": _hand_over,
    "cancel_task": _cancel_task,
    "urge_task": _urge_task,
    "say": _say,
    "call": _call,
    "link": _link,
    "transfer": _transfer,
    "receipt": _receipt,
}
AUDITED = {"send": "order", "cancel_task": "cancel", "urge_task": "urge"}


def _new(connection: Connection, sent: Sent, key: Any, actor: Actor) -> NewDispatch:
    """An order as a screen describes it. The key is the actor's own: no screen speaks for another, nor for a sender."""
    if not KEY.fullmatch(str(key)):
        raise BadInput(_("请刷新后再派遣"))
    about = subject_numbers(connection, str(sent.get("on") or ""))
    if about is None:
        raise UnknownThing(_("没有这个事件"))
    responders = _codes(sent.get("responders"), MOST)
    if not responders:
        raise BadInput(_("请至少勾选一个单位"))
    return NewDispatch(
        key=f"screen:{actor.who}:{key}",
        seq=_whole(sent.get("seq")),
        responders=responders,
        confirmed=_codes(sent.get("confirmed") or [], MOST),
        plan=_text(sent, "plan")[:48],
        words=_words(sent),
        whistle=_text(sent, "whistle")[:32],
        chain=sent.get("chain") is not False,
        **about,
    )


def _codes(value: Any, most: int) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > most:
        raise BadInput(_("一次最多派 %(n)s 个单位") % {"n": most})
    return tuple(str(one)[:32] for one in value)


def _code(sent: Sent) -> str:
    return _text(sent, "code")[:32]


def _words(sent: Sent) -> str:
    return clean(_text(sent, "words"))


def _text(sent: Sent, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _whole(value: Any, longest: int = 4) -> int:
    if isinstance(value, bool) or not str(value).isascii() or not str(value).isdecimal() or len(str(value)) > longest:
        raise BadInput(_("请刷新后再派遣"))
    return int(value)
