"""What a demo city has called out: duty rooms, people at risk, loudspeakers. Made once; nobody was told anything."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, update

from data.commands.callouts import NewCallout, call_out, tell_answer
from data.commands.facts import swap_fact
from data.demo.base_dice import dice
from data.errors import BadInput
from data.life.actor import Actor
from data.queries.callout_targets import SPEAKER
from data.queries.regions import children, region_of
from data.schema import callout, callout_target, outbox
from data.scope import Scope

KEY = "demo_callouts"
OFFICER = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())


class Made(NamedTuple):
    """`ago`: minutes; `narrow`: of one town alone; `share` of its targets that answered."""

    ago: int
    kind: str
    way: str
    title: str
    words: str
    groups: tuple[str, ...]
    narrow: bool
    share: float


SHORE = (f"{SPEAKER}:scenic", f"{SPEAKER}:harbour")
ROLL = "台风蓝色预警已发布，请各值班室确认在岗并回报人员情况。"
LEAVE = "预计今晚有强降雨，请通知受威胁群众做好转移准备。"
WAVES = "风浪加大，请勿在海堤、礁石和沙滩停留。"
MADE = (
    Made(240, "call", "voice", "台风值守点名", ROLL, ("responder:desk",), False, 0.94),
    Made(150, "outbound", "voice", "山洪风险点转移通知", LEAVE, ("persons:risk_point",), True, 0.86),
    Made(45, "broadcast", "broadcast", "海边勿停留", WAVES, SHORE, False, 0.9),
)
Luck = NDArray[np.float64]
LOST = {"voice": ("missed", "busy"), "broadcast": ("failed",)}


def install_callouts(connection: Connection, now: datetime, seed: int) -> bool:
    """Whether they were made now."""
    if not swap_fact(connection, KEY, None, "made"):
        return False
    rng = dice(seed, "callouts")
    county = children(connection, region_of(connection, "", Scope.guest()))[0]
    town = next(iter(children(connection, county)), county).code
    for one in MADE:
        at = now - timedelta(minutes=one.ago)
        new = NewCallout(
            key=f"demo:{one.ago}",
            kind=one.kind,
            way=one.way,
            title=one.title,
            words=one.words,
            groups=one.groups,
            region=town if one.narrow else "",
            hours=2 if one.narrow else 0,
        )
        try:
            code = call_out(connection, new, OFFICER, at, datetime.now(UTC), "simulated")
        except BadInput:
            continue  # this city has nobody of these groups
        _answered(connection, code, one, at, rng.random(2_000))
    mine = select(callout_target.c.message).join(callout).where(callout.c.key.like(f"{OFFICER.who}:demo:%"))
    connection.execute(update(outbox).where(outbox.c.message.in_(mine)).values(state="sent"))
    return True


def _answered(connection: Connection, code: str, one: Made, at: datetime, luck: Luck) -> None:
    """Nearly all have answered a while after; the last two have not yet."""
    gained = "played" if one.way == "broadcast" else "answered"
    of = select(callout_target.c.n).join(callout).where(callout.c.code == code).order_by(callout_target.c.n)
    for n in connection.scalars(of).all()[:-2]:
        drawn = float(luck[n % 2_000])
        lost = LOST[one.way]
        what = gained if drawn < one.share else lost[int(drawn * 1_000) % len(lost)]
        tell_answer(connection, code, n, what, "", OFFICER, at + timedelta(seconds=20 + 3 * n))
