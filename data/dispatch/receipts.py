"""The one table of receipts: what a task's responder, or the channel that reaches him, can tell, and from where."""

from dataclasses import dataclass

UNDERWAY = ("sent", "delivered", "read", "accepted", "departed", "arrived")
ENDED = ("done", "refused", "recalled", "cancelled")
RANK = {state: n for n, state in enumerate((*UNDERWAY, "done"))}


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`stamp`: the column that keeps its moment. `asks_reason`: a refusal says why. `move`: its name in the history."""

    name: str
    frm: tuple[str, ...]
    move: str
    stamp: str | None = None
    ends: bool = False
    asks_reason: bool = False


_TABLE = (
    Receipt(name="delivered", frm=("sent",), move="delivered", stamp="delivered_at"),
    Receipt(name="read", frm=("sent", "delivered"), move="read", stamp="read_at"),
    Receipt(name="accepted", frm=("sent", "delivered", "read"), move="accepted", stamp="accepted_at"),
    Receipt(
        name="refused",
        frm=("sent", "delivered", "read", "accepted"),
        move="refused",
        ends=True,
        asks_reason=True,
    ),
    Receipt(name="departed", frm=("accepted",), move="departed", stamp="departed_at"),
    Receipt(name="arrived", frm=("accepted", "departed"), move="arrived", stamp="arrived_at"),
    Receipt(name="done", frm=("arrived",), move="finished", stamp="done_at", ends=True),
)
RECEIPTS = {one.name: one for one in _TABLE}


def possible(state: str) -> list[str]:
    """What can be told next of a task in this state."""
    return [one.name for one in _TABLE if state in one.frm]


def late_word(receipt: Receipt, state: str) -> bool:
    """Whether it only tells what later steps have told already: a channel that was slower than the person."""
    here, there = RANK.get(state), RANK.get(receipt.name)
    return here is not None and there is not None and there < here
