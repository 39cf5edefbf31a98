"""The life of one demo event as the steps people take: the plain ones, and what comes between."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from data.commands.express import CARRIER
from data.demo.events_life import NEVER, STORY, Lives
from data.demo.events_mix import LEADER, PUBLIC, REPORTERS, People
from data.queries.routing import Routes
from data.words import CATEGORIES, GRADES, SOURCES

DAY = 86_400
HOUR = 3_600
CALLED = 0.03  # share of the cases of grids for which somebody is called to the place
CALLS = ("需执法单位到场", "涉及多个单位,请到场会办", "居民阻拦,请求支援")
DIRECT = 0.3  # share of the general cases that go straight to their agency
REJECTIONS = ("不属于受理范围", "现场未发现所述问题", "内容重复咨询,已当场解释", "涉法涉诉,引导走法定途径")
RETURNS = ("不属于本单位职责", "权属在其他单位", "需具备执法权的单位办理")
PAUSES = ("等待材料到货", "雨天无法施工", "需产权单位配合", "等待当事人返乡")
ANSWERS = {
    "sanitation": ("已清理干净", "已劝导整改", "已清运并加派保洁"),
    "facility": ("已修复", "已更换", "已围护并完成维修"),
    "traffic": ("已疏导", "已清障恢复通行", "已修补路面"),
    "safety": ("隐患已消除", "已责令整改并复核", "已设警示并整改到位"),
    "dispute": ("双方达成和解", "已调解,签订协议", "已引导依法处理"),
    "ecology": ("已制止并清理", "已责令整改", "已处置,水质恢复"),
    "flood": ("积水已排除", "已疏通", "人员已转移,现场已警戒"),
    "livelihood": ("已上门服务", "已答复并办理", "已协调解决"),
}


class Told(NamedTuple):
    """One step as the command takes it; `given` is what the move asks for."""

    at: int
    move: str
    actor: str
    role: str
    given: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What the narrator needs to know of all events; a position in each list is an event."""

    category: Sequence[int]
    leaf: Sequence[str]
    source: Sequence[int]
    grade: Sequence[int]
    cell: Sequence[int]
    line: Sequence[str | None]
    express: Collection[str]  # lines whose cases go straight to their agency
    into: Sequence[int]  # the event it is merged into, or NEVER


class Narrator:
    """Tells the steps of one event after another."""

    def __init__(self, cast: Cast, lives: Lives, people: People, routes: Routes) -> None:
        self._cast, self._routes = cast, routes
        self._moments, self._dice = lives.moments.tolist(), lives.dice.tolist()
        self._rejected, self._story = lives.rejected.tolist(), lives.story.tolist()
        self._escalated, self._supervised = lives.escalated.tolist(), lives.supervised.tolist()
        self._rating, self._visit, self._reached = lives.rating.tolist(), lives.visit.tolist(), lives.reached.tolist()
        self._reporter, self._duty = people.reporter.tolist(), people.duty.tolist()
        self._unit, self._staff = people.unit.tolist(), people.staff.tolist()

    def tell(self, row: int) -> list[Told]:
        """All steps of its life, in order."""
        role = REPORTERS[tuple(SOURCES)[self._cast.source[row]]][2]
        told = [Told(self._moments[row][0], "report", self._reporter[row], role, {})]
        decided = self._moments[row][1]
        if self._rejected[row]:
            told.append(self._by_duty(row, decided, "reject", reason=self._pick(row, 0, REJECTIONS)))
        elif (into := self._cast.into[row]) != NEVER:
            told.append(self._by_duty(row, decided, "merge", into=into + 1, reason="同一地点同一问题的重复上报"))
        else:
            self._handle(row, told)
        return told

    def _handle(self, row: int, told: list[Told]) -> None:
        _, filed, assigned, handling, answered, verified, closed, rated = self._moments[row]
        story, late = STORY[self._story[row]], 0
        told += self._begin(row, filed, assigned)
        if story == "returned":
            late = self._hand_back(row, told, assigned)
        told.append(self._by_agency(row, handling + late, "accept"))
        if story == "plain" and not self._supervised[row] and answered - handling > 2 * HOUR:
            told += self._call(row, handling)
        if story == "reassigned":
            late = self._pass_on(row, told, handling)
        if story == "suspended":
            late = self._pause(row, told, handling, answered)
        if self._supervised[row]:
            at = handling + late + int(0.6 * (answered - handling))
            told.append(Told(at, "supervise", LEADER, "leader", {"reason": "请加快办理,按时反馈"}))
        told.append(self._answer(row, answered + late))
        if story == "redone":
            late = self._redo(row, told, verified)
        told.append(Told(verified + late, "verify", self._staff[row], "grid_staff", {}))
        told.append(self._by_duty(row, closed + late, "close"))
        if story == "reopened":
            late = self._reopen(row, told)
        self._afterwards(row, told, rated + late, late)

    def _begin(self, row: int, filed: int, assigned: int) -> list[Told]:
        """Filed, raised where it is graver than reported, assigned; or straight to its agency."""
        if self._cast.line[row] in self._cast.express:
            return [Told(self._moments[row][0], "direct", CARRIER.name, CARRIER.role, {})]
        if not self._escalated[row] and self._direct(row):
            return [self._by_duty(row, filed, "direct")]
        raised: list[Told] = []
        if self._escalated[row]:
            grade = tuple(GRADES)[self._cast.grade[row] - 1]
            raised.append(self._by_duty(row, (filed + assigned) // 2, "escalate", grade=grade, reason="情况较上报严重"))
        return [self._by_duty(row, filed, "file"), *raised, self._by_duty(row, assigned, "assign")]

    def _direct(self, row: int) -> bool:
        cast = self._cast
        top, grade = tuple(CATEGORIES)[cast.category[row]], tuple(GRADES)[cast.grade[row]]
        offered = self._routes.offer(top, cast.leaf[row], grade).direct
        return (
            offered
            and self._die(row, 4) < DIRECT
            and self._routes.route(top, cast.leaf[row], grade, cast.cell[row]).agency is not None
        )

    def _call(self, row: int, handling: int) -> list[Told]:
        """吹哨报到: a grid that cannot end a case by itself calls who handles graver ones, who mostly comes in time."""
        other = self._other(row) if self._die(row, 4) > 1 - CALLED else None
        if other is None or tuple(GRADES)[self._cast.grade[row] - self._escalated[row]] != "C":
            return []
        called = handling + 300 + int(self._die(row, 1) * 900)
        came = called + 300 + int(self._die(row, 2) * HOUR // 2)
        staff = Told(
            called, "whistle", self._staff[row], "grid_staff", {"agency": other, "reason": self._pick(row, 0, CALLS)}
        )
        return [staff, self._by_agency(row, came, "arrive")]

    def _hand_back(self, row: int, told: list[Told], assigned: int) -> int:
        """首接负责: handed back within two hours, then given to the agency that handles graver cases."""
        other = self._other(row)
        if other is None:
            return 0
        back = assigned + 600 + int(self._die(row, 1) * 6000)
        again = back + 300 + int(self._die(row, 2) * 1800)
        told.append(self._by_agency(row, back, "return", reason=self._pick(row, 0, RETURNS)))
        told.append(self._by_duty(row, again, "assign", agency=other, reason="退回后改派"))
        return again - assigned

    def _pass_on(self, row: int, told: list[Told], handling: int) -> int:
        other = self._other(row)
        if other is None:
            return 0
        passed = handling + 600 + int(self._die(row, 1) * 5400)
        taken = passed + 300 + int(self._die(row, 2) * 2400)
        told.append(self._by_duty(row, passed, "reassign", agency=other, reason="超出本级处置权限"))
        told.append(self._by_agency(row, taken, "accept"))
        return taken - handling

    def _pause(self, row: int, told: list[Told], handling: int, answered: int) -> int:
        pause = handling + int((0.1 + 0.5 * self._die(row, 1)) * (answered - handling))
        resume = pause + DAY // 2 + int(self._die(row, 2) * 5 * DAY)
        told.append(self._by_duty(row, pause, "suspend", reason=self._pick(row, 0, PAUSES)))
        told.append(self._by_duty(row, resume, "resume", reason="条件具备,恢复办理"))
        return resume - pause

    def _redo(self, row: int, told: list[Told], verified: int) -> int:
        again = verified + 1800 + int(self._die(row, 1) * 9000)
        told.append(Told(verified, "redo", self._staff[row], "grid_staff", {"reason": "现场核查未整改到位"}))
        told.append(self._answer(row, again))
        return again - verified + 900

    def _reopen(self, row: int, told: list[Told]) -> int:
        """The whole way again from 立案, at the pace of the first time."""
        _, filed, assigned, handling, answered, verified, closed, _ = self._moments[row]
        since = closed + 7200 + int(self._die(row, 1) * 2 * DAY)
        told.append(self._by_duty(row, since, "reopen", reason="回访反映问题未解决"))
        late = since - filed
        told.append(self._by_duty(row, assigned + late, "assign"))
        told.append(self._by_agency(row, handling + late, "accept"))
        told.append(self._answer(row, answered + late))
        told.append(Told(verified + late, "verify", self._staff[row], "grid_staff", {}))
        told.append(self._by_duty(row, closed + late, "close"))
        return late

    def _afterwards(self, row: int, told: list[Told], rated: int, late: int) -> None:
        """Rated by who reported it, visited by who closed it, in the order of their moments."""
        last = []
        if rating := self._rating[row]:
            last.append(Told(rated, "rate", PUBLIC, "resident", {"rating": rating}))
        if (visit := self._visit[row]) != NEVER:
            last.append(self._by_duty(row, visit + late, "visit", reached=int(self._reached[row])))
        told += sorted(last)

    def _answer(self, row: int, at: int) -> Told:
        said = ANSWERS[tuple(CATEGORIES)[self._cast.category[row]]]
        return self._by_agency(row, at, "answer", reason=self._pick(row, 3, said))

    def _other(self, row: int) -> str | None:
        """The agency for the next graver grade at the same place."""
        cast = self._cast
        grade = cast.grade[row] - self._escalated[row]
        if not grade:
            return None
        top = tuple(CATEGORIES)[cast.category[row]]
        here, above = (
            self._routes.route(top, cast.leaf[row], tuple(GRADES)[g], cast.cell[row]).agency for g in (grade, grade - 1)
        )
        return above if above != here else None

    def _by_duty(self, row: int, at: int, move: str, **given: Any) -> Told:
        return Told(at, move, self._duty[row], "duty_officer", given)

    def _by_agency(self, row: int, at: int, move: str, **given: Any) -> Told:
        return Told(at, move, self._unit[row], "agency", given)

    def _die(self, row: int, which: int) -> float:
        return self._dice[row][which]

    def _pick(self, row: int, which: int, texts: Sequence[str]) -> str:
        return texts[int(self._dice[row][which] * len(texts))]
