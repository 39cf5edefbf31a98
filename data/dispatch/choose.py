"""Choosing responders for the roles of a plan: nearest in time first, with what speaks for and against in words."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.dispatch.plan import Need
from data.dispatch.travel import paces, travel
from data.dispatch.words import BEHIND, RESPONDER_KINDS
from data.language import gettext as _
from data.queries.responders import STALE, Responders
from data.queries.subjects import Subject
from data.storms.geo import distance

REACH = 90.0  # minutes: who takes longer is not offered
CROSS, LOADED, UNROSTERED, OURS = 20.0, 4.0, 10.0, 3.0  # minutes that count for or against somebody
GROUND = 30.0  # minutes that count for who heads a grid of the place itself
HOMELY = "grid"  # their ground is small: where it lies is where they are, however old their position
SHOWN = 6  # passed over, a role
TELLING = 0.1  # minutes: a smaller difference is not told
NAMED = ("id", "code", "name", "kind", "agency", "provenance")
Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A responder for a role. `cross`: of another district, for the 值班长 to confirm; `stale`: no fresh position."""

    id: int
    code: str
    name: str
    kind: str
    agency: str | None
    lon: float
    lat: float
    people: int
    km: float
    minutes: float
    state: str
    cross: bool
    stale: bool
    age_minutes: int
    reasons: tuple[str, ...]
    provenance: str


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A role with who was chosen, who was passed over and why, and what is missing. Numbers are in the need's unit.

    `sent`: has been sent to the subject before and counts; `available`: free in the own district; `got`: chosen now.
    """

    need: Need
    chosen: tuple[Pick, ...]
    passed: tuple[Pick, ...]
    available: int
    got: int
    words: str
    sent: int = 0

    @property
    def short(self) -> int:
        return max(0, self.need.count - self.sent - self.got)


@dataclass(eq=False)
class Field:
    """All responders as seen from a subject; `taken` are those that a role has got already, or that are `elsewhere`."""

    all: Responders
    subject: Subject
    confirmed: Collection[str] = ()
    elsewhere: Collection[str] = ()
    km: NDArray[np.float64] = field(init=False)
    minutes: NDArray[np.float64] = field(init=False)
    taken: Bools = field(init=False)

    def __post_init__(self) -> None:
        of, at = self.all, self.subject
        self.km = np.asarray(distance(of.km_lon, of.km_lat, at.lon, at.lat), dtype=float)
        self.minutes = travel(paces(of.kind.words)[of.kind.at], self.km)
        self.taken = _coded(of, self.elsewhere)
        lo, hi = at.county
        self.cross: Bools = ~(((of.lo >= lo) & (of.hi <= hi)) | ((of.lo <= lo) & (of.hi >= hi)))
        self.local: Bools = (of.lo >= at.town[0]) & (of.hi <= at.town[1])
        grids = of.kind.where(lambda kind: kind == HOMELY)
        self.ground: Bools = grids & (((of.lo <= at.lo) & (of.hi >= at.hi)) | ((of.lo >= at.lo) & (of.hi <= at.hi)))
        self.stale: Bools = (of.age > STALE.total_seconds()) & ~grids
        if self.confirmed:
            self.stale &= ~_coded(of, self.confirmed)

    def fill(self, need: Need, sent: int = 0) -> Filled:
        """The best for what a role still needs; they are taken for the next."""
        fits = self.all.kind.where(lambda kind: kind in need.kinds)
        able = np.flatnonzero(fits & self.all.skills.where(lambda one: _skilled(one, need.skills)) & ~self.taken)
        free = able[(self.all.state[able] == "idle") & ~self.stale[able] & (self.minutes[able] <= REACH)]
        order = free[np.argsort(self._cost(free), kind="stable")]
        units = self.all.capacity[order] if need.people else np.ones(len(order), dtype=np.int64)
        before = np.cumsum(units) - units
        wanted = before < need.count - sent
        chosen = order[wanted]
        got = int(units[wanted].sum())
        home = int(units[~self.cross[order]].sum())
        self.taken[chosen] = True
        bar = int(chosen[-1]) if len(chosen) else None  # who won by the least
        quickest = int(order[np.argmin(self.minutes[order])]) if len(order) else None
        return Filled(
            need=need,
            chosen=tuple(self._pick(n, self._for(n, n == quickest)) for n in chosen.tolist()),
            passed=tuple(self._pick(n, self._against(n, bar)) for n in self._others(able, chosen)),
            available=home,
            got=got,
            words=_words(need, home + sent, got + sent),
            sent=sent,
        )

    def one(self, n: int) -> Pick:
        """A responder by its place among all, as if chosen."""
        return self._pick(n, self._for(n, False))

    def _cost(self, those: NDArray[np.int64]) -> NDArray[np.float64]:
        """Minutes, and what counts like minutes."""
        return np.asarray(sum(self._terms(those).values()), dtype=float)

    def _terms(self, those: NDArray[np.int64]) -> dict[str, NDArray[np.floating[Any]]]:
        """What a responder costs, and for what: the sum decides, the parts are the reasons."""
        agency, rostered = self.all.agency, self.all.rostered
        ours = agency.where(lambda one: bool(one) and one == self.subject.agency)[those]
        unmanned = agency.where(lambda one: bool(one and rostered) and one not in rostered)[those]
        return {
            "minutes": self.minutes[those],
            "cross": CROSS * self.cross[those],
            "load": LOADED * self.all.load[those],
            "unmanned": UNROSTERED * unmanned,
            "ground": -GROUND * self.ground[those],
            "elsewhere": -OURS * self.local[those],
            "others": -OURS * ours,
        }

    def _others(self, able: NDArray[np.int64], chosen: NDArray[np.int64]) -> list[int]:
        left = np.setdiff1d(able, chosen)
        return left[np.argsort(self.minutes[left], kind="stable")][:SHOWN].tolist()

    def _pick(self, n: int, reasons: list[str]) -> Pick:
        row = self.all.rows[n]
        return Pick(
            **{name: getattr(row, name) for name in NAMED},
            lon=float(self.all.km_lon[n]),
            lat=float(self.all.km_lat[n]),
            state=str(self.all.state[n]),
            people=row.capacity,
            km=round(float(self.km[n]), 1),
            minutes=float(np.ceil(self.minutes[n])),
            cross=bool(self.cross[n]),
            stale=bool(self.stale[n]),
            age_minutes=int(self.all.age[n]) // 60,
            reasons=tuple(reasons),
        )

    def _for(self, n: int, best: bool) -> list[str]:
        row, said = self.all.rows[n], []
        said += [_("用时最短")] if best else []
        said += [_("所辖网格")] if self.ground[n] else []
        said += [_("属地")] if self.local[n] else []
        said += [_("按驻地推算")] if row.kind == HOMELY and self.all.age[n] > STALE.total_seconds() else []
        said += [_("主责单位")] if row.agency and row.agency == self.subject.agency else []
        said += [_("当班")] if row.agency in self.all.rostered else []
        said += (
            [_("所属单位无人当班")] if row.agency and self.all.rostered and row.agency not in self.all.rostered else []
        )
        said += [_("%(n)s 人") % {"n": row.capacity}] if row.capacity > 1 else []
        said += [_("跨区，需值班长确认")] if self.cross[n] else []
        return said + ([_("近24小时 %(n)s 次任务") % {"n": int(self.all.load[n])}] if self.all.load[n] else [])

    def _against(self, n: int, bar: int | None) -> list[str]:
        """Why not this one: it cannot go, nobody more is needed, or what it costs more than the last chosen (`bar`)."""
        row = self.all.rows[n]
        if self.all.state[n] == "busy":
            return [_("占用，任务 %(code)s") % {"code": self.all.busy.get(row.id, "—")}]
        if self.all.state[n] == "off":
            return [_("不在岗")]
        if self.stale[n]:
            return [_("位置 %(n)s 分钟前，须确认后才能派") % {"n": int(self.all.age[n]) // 60}]
        if self.minutes[n] > REACH:
            return [_("预计超过 %(n)s 分钟") % {"n": int(REACH)}]
        return [_("已派的力量已够")] if bar is None else self._behind(n, bar)

    def _behind(self, n: int, bar: int) -> list[str]:
        """What it costs more than the last chosen, the heaviest first."""
        more = {name: float(part[0] - part[1]) for name, part in self._terms(np.array([n, bar])).items()}
        told = {
            "mine": f"{self.minutes[n]:.1f}",
            "theirs": f"{self.minutes[bar]:.1f}",
            "n": int(self.all.load[n]),
            "m": int(self.all.load[bar]),
            "name": self.all.rows[bar].name,
        }
        heavy = sorted((name for name, by in more.items() if by >= TELLING), key=lambda name: -more[name])
        words = [_(BEHIND[name]) % told for name in heavy]
        return [_("已够，排在 %(name)s 之后") % told, *words]


def _coded(of: Responders, codes: Collection[str]) -> Bools:
    """Which of them have one of these codes."""
    if not codes:
        return np.zeros(len(of.rows), dtype=bool)
    wanted = frozenset(codes)
    return np.fromiter((row.code in wanted for row in of.rows), dtype=bool, count=len(of.rows))


def _skilled(skills: str, wanted: Collection[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(skills.split())


def _words(need: Need, home: int, got: int) -> str:
    """需 3 台泵，仅 2 台."""
    told: dict[str, Any] = {"need": need.count, "unit": _(need.unit), "home": home, "got": got, "name": _(need.name)}
    if home >= need.count:
        return _("%(name)s：需 %(need)s %(unit)s，本区可调 %(home)s %(unit)s") % told
    if got >= need.count:
        return _("%(name)s：需 %(need)s %(unit)s，本区仅 %(home)s %(unit)s，由外区补足") % told
    short = {"short": need.count - got}
    return _("%(name)s：需 %(need)s %(unit)s，仅 %(got)s %(unit)s，缺 %(short)s %(unit)s") % (told | short)


def kinds_of(needs: Collection[Need]) -> set[str]:
    """Kinds of responders that any of the roles could use."""
    return {kind for need in needs for kind in need.kinds} & set(RESPONDER_KINDS)
