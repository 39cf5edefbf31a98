"""The one table of what may be done with an event: from where, by whom, and what each move requires."""

from dataclasses import dataclass

from data.words import OPEN_STAGES, STAGES

GIVEN = ("reason", "agency", "into", "rating", "grade", "hours", "reached")  # what a move can be given
OUTCOMES = ("closed", "rated", "rejected", "merged")


@dataclass(frozen=True, kw_only=True)
class Move:
    """`to` None leaves the event at its stage. `asks` must be given, `takes` may be. `paused`: also while suspended.

    `whose` names the agency of the event whose people alone make it, where agencies or grid staff do. `table`: not made
    by itself, only by the agreement of a 小方桌.
    """

    name: str
    label: str  # gettext msgid
    frm: tuple[str, ...]
    to: str | None
    roles: tuple[str, ...]
    asks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    paused: bool = False
    whose: str = ""
    back: bool = False  # what was reached after the target stage is reached no more
    table: bool = False

    @property
    def stamps(self) -> bool:
        """Whether the moment of the move becomes the moment of its target stage."""
        return self.to in STAGES and not self.back


DUTY, AGENCY, GRID, LEADER, PUBLIC = "duty_officer", "agency", "grid_staff", "leader", "resident"
_TABLE = (
    Move(name="file", label="立案", frm=("reported",), to="filed", roles=(DUTY,), takes=("grade", "reason")),
    Move(name="reject", label="不予立案", frm=("reported",), to="rejected", roles=(DUTY,), asks=("reason",)),
    Move(
        name="merge",
        label="并案",
        frm=("reported", "filed", "assigned", "handling"),
        to="merged",
        roles=(DUTY,),
        asks=("into", "reason"),
    ),
    Move(name="assign", label="派遣", frm=("filed",), to="assigned", roles=(DUTY,), takes=("agency", "reason")),
    Move(
        name="direct", label="一键直达", frm=("reported", "filed"), to="assigned", roles=(DUTY, GRID), takes=("reason",)
    ),
    Move(
        name="reassign",
        label="转派",
        frm=("assigned", "handling"),
        to="assigned",
        roles=(DUTY, AGENCY),
        asks=("agency", "reason"),
        whose="agency",
        back=True,
    ),
    Move(
        name="return",
        label="退回",
        frm=("assigned", "handling"),
        to="filed",
        roles=(AGENCY, GRID),
        asks=("reason",),
        whose="agency",
        back=True,
    ),
    Move(
        name="accept",
        label="处置",
        frm=("assigned",),
        to="handling",
        roles=(AGENCY, GRID),
        takes=("reason",),
        whose="agency",
    ),
    Move(
        name="answer",
        label="反馈",
        frm=("handling",),
        to="answered",
        roles=(AGENCY, GRID),
        asks=("reason",),
        whose="agency",
    ),
    Move(
        name="redo",
        label="核查不通过",
        frm=("answered", "verified"),
        to="handling",
        roles=(GRID, DUTY),
        asks=("reason",),
        back=True,
    ),
    Move(name="verify", label="核查", frm=("answered",), to="verified", roles=(GRID, DUTY), takes=("reason",)),
    Move(name="close", label="结案", frm=("verified",), to="closed", roles=(DUTY,), takes=("reason",)),
    Move(
        name="settle",
        label="调解结案",
        frm=("assigned", "handling", "answered", "verified"),
        to="closed",
        roles=(DUTY, LEADER),
        asks=("reason",),
        table=True,
    ),
    Move(
        name="rate",
        label="评价",
        frm=("closed",),
        to="rated",
        roles=(PUBLIC, DUTY),
        asks=("rating",),
        takes=("reason",),
    ),
    Move(
        name="visit",
        label="回访",
        frm=("closed", "rated"),
        to=None,
        roles=(DUTY,),
        asks=("reached",),
        takes=("reason",),
    ),
    Move(name="reopen", label="重开", frm=OUTCOMES, to="filed", roles=(DUTY, LEADER), asks=("reason",), back=True),
    Move(name="suspend", label="挂账", frm=("assigned", "handling"), to=None, roles=(DUTY,), asks=("reason",)),
    Move(
        name="resume",
        label="恢复计时",
        frm=("assigned", "handling"),
        to=None,
        roles=(DUTY,),
        paused=True,
        takes=("reason",),
    ),
    Move(name="extend", label="延期", frm=OPEN_STAGES, to=None, roles=(DUTY,), asks=("hours", "reason")),
    Move(name="supervise", label="督办", frm=OPEN_STAGES, to=None, roles=(DUTY, LEADER), asks=("reason",), paused=True),
    Move(name="escalate", label="提级", frm=OPEN_STAGES, to=None, roles=(DUTY, LEADER), asks=("grade", "reason")),
    Move(name="hand_back", label="交回下级", frm=OPEN_STAGES, to=None, roles=(DUTY, LEADER), asks=("grade", "reason")),
    Move(
        name="whistle",
        label="吹哨",
        frm=("filed", "assigned", "handling"),
        to=None,
        roles=(DUTY, GRID),
        asks=("agency", "reason"),
    ),
    Move(
        name="arrive",
        label="报到",
        frm=("filed", "assigned", "handling"),
        to=None,
        roles=(AGENCY,),
        takes=("reason",),
        whose="called_agency",
    ),
    Move(
        name="remark",
        label="备注",
        frm=(*STAGES, "rejected", "merged"),
        to=None,
        roles=(DUTY, AGENCY, GRID, LEADER),
        asks=("reason",),
        paused=True,
    ),
)
MOVES = {move.name: move for move in _TABLE}
# Steps that are no one's decision: how a history begins, and what happens to the event another is merged into.
BEGINNINGS = {"report": "采集上报", "import": "导入"}
ECHOES = {"absorb": "并入重复上报", "release": "撤出并案"}
LABELS = {name: move.label for name, move in MOVES.items()} | BEGINNINGS | ECHOES


def possible(stage: str, suspended: bool) -> list[Move]:
    """The moves an event at this stage allows by themselves, whoever asks."""
    mine = [move for move in _TABLE if stage in move.frm and not move.table]
    return [move for move in mine if (move.paused or not suspended) and _fits(move, suspended)]


def _fits(move: Move, suspended: bool) -> bool:
    return suspended if move.name == "resume" else True
