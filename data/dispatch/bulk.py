"""Several subjects at once: what each gets when everybody can be sent only once; the nearer has the first claim."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from data.dispatch.choose import Pick
from data.dispatch.recommend import Advice, recommend
from data.dispatch.worker import settle
from data.errors import BadInput, CockpitError
from data.house import House
from data.language import gettext as _
from data.queries.subjects import Subject, subject_named, told_to
from data.scope import Scope

MOST = 20  # subjects
ROUNDS = 6  # after which who is still wanted twice goes to the nearer alone


@dataclass(frozen=True, kw_only=True)
class Share:
    """What a subject gets. `lost`: (name, subject code) of those that a nearer one has; `why`: why there is none."""

    on: str
    subject: Subject | None
    advice: Advice | None
    picks: tuple[Pick, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    why: str = ""


def shares_of(house: House, ons: Sequence[str], scope: Scope) -> list[Share]:
    """One share a subject, in their order."""
    wanted = list(dict.fromkeys(ons))
    if not 1 <= len(wanted) <= MOST:
        raise BadInput(_("一次可派 1 至 %(n)s 件") % {"n": MOST})
    settle(house)
    with house.engine.connect() as connection:
        return _shares(connection, wanted, scope, house.clock.now())


def _shares(connection: Connection, wanted: Sequence[str], scope: Scope, now: datetime) -> list[Share]:
    elsewhere: dict[str, dict[str, str]] = {on: {} for on in wanted}  # subject: {unit: the subject that has it}
    shares = {on: _share(connection, on, scope, now, ()) for on in wanted}
    for _round in range(ROUNDS):
        lost = _conflicts(shares)
        if not lost:
            break
        for on, units in lost.items():
            elsewhere[on] |= units
            shares[on] = _share(connection, on, scope, now, elsewhere[on])
    else:
        for on, units in _conflicts(shares).items():
            elsewhere[on] |= units
    return [_settled(shares, on, elsewhere[on]) for on in wanted]


def _share(connection: Connection, on: str, scope: Scope, now: datetime, without: Collection[str]) -> Share:
    subject = None
    try:
        subject = told_to(scope, subject_named(connection, on, scope))
        if not subject.open:
            return Share(on=on, subject=subject, advice=None, why=_("已结束，不能再派遣"))
        advice = recommend(connection, subject, scope, now, elsewhere=tuple(without))
    except CockpitError as error:
        return Share(on=on, subject=subject, advice=None, why=str(error))
    return Share(on=on, subject=subject, advice=advice, picks=tuple(pick for _r, _t, pick in advice.chosen))


def _conflicts(shares: dict[str, Share]) -> dict[str, dict[str, str]]:
    """{subject: {unit: the nearer subject that has it}} of units that more than one would get."""
    claims: dict[str, list[tuple[float, str]]] = {}
    for on, share in shares.items():
        for pick in share.picks:
            claims.setdefault(pick.code, []).append((pick.minutes, on))
    lost: dict[str, dict[str, str]] = {}
    for code, ways in claims.items():
        nearest = min(ways)[1]
        for _minutes, on in ways:
            if on != nearest:
                lost.setdefault(on, {})[code] = nearest
    return lost


def _settled(shares: dict[str, Share], on: str, gone: dict[str, str]) -> Share:
    """Without those that others have, whom it names."""
    share = shares[on]
    holders = {pick.code: (pick.name, other) for other, of in shares.items() for pick in of.picks}
    lost = [(holders[code][0], _code(shares[holder])) for code, holder in gone.items() if code in holders]
    return Share(
        on=on,
        subject=share.subject,
        advice=share.advice,
        picks=tuple(pick for pick in share.picks if pick.code not in gone),
        lost=tuple(lost),
        why=share.why,
    )


def _code(share: Share) -> str:
    return share.subject.code if share.subject else share.on
