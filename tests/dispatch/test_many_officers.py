"""Many officers, recalls, receipts and a server whose clock jumps: no task lost, none doubled, nobody in two places."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import delete

from data.commands.dispatch_life import cancel, confirm, finalize, hand_over, recall, urge
from data.commands.dispatch_many import order_many
from data.commands.dispatch_order import NewDispatch
from data.commands.dispatch_overdue import tell_overdue
from data.commands.dispatch_receipts import Told, receive
from data.commands.dispatch_tasks import cancel_task, transfer
from data.commands.outbox import send_due
from data.dispatch.receipts import RECEIPTS
from data.errors import CockpitError
from data.schema import dispatch, dispatch_step, message_log, outbox, task
from tests.blank import blank_house
from tests.dispatch.town import CHIEF, DUTY, FIELD, OTHER, WALL, do, flood, people, rows, send

OFFICERS = (DUTY, OTHER, CHIEF)
EVENTS = 3
TEAMS = st.lists(st.integers(1, 8), min_size=1, max_size=EVENTS)
FEW = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False
)
TABLES = (message_log, outbox, dispatch_step, task, dispatch)


class Duty(RuleBasedStateMachine):
    """What anybody may do in any order; refusals are fine, inconsistency is not."""

    house = None  # set by the test, one for each engine
    floods: list[int] = []

    @initialize()
    def begin(self):
        self.wall, self.sizes, self.keys = WALL, {}, 0
        with self.house.engine.begin() as connection:
            for table in TABLES:
                connection.execute(delete(table))

    def attempt(self, work, *given, **named):
        try:
            return work(*given, **named)
        except CockpitError:
            return None

    @rule(n=st.integers(0, EVENTS - 1), who=st.sampled_from(OFFICERS), seq=st.integers(0, 3), old=st.booleans())
    def orders(self, n, who, seq, old):
        self.keys += not old
        made = self.attempt(
            send, self.house, self.floods[n], key=f"{who.name}-{self.keys}", actor=who, wall=self.wall, seq=seq
        )
        if made is not None:
            size = len([one for one in rows(self.house, task) if one.dispatch_id == made["id"]])
            assert self.sizes.setdefault(made["id"], size) == size

    @rule(seconds=st.integers(-90, 90))
    def clock_jumps(self, seconds):
        self.wall += timedelta(seconds=seconds)

    @rule()
    def window_passes(self):
        self.wall += timedelta(seconds=16)
        do(self.house, finalize, self.house.clock.now(), self.wall)

    @rule()
    def timer(self):
        do(self.house, finalize, self.house.clock.now(), self.wall)
        do(self.house, tell_overdue, self.house.clock.now() + timedelta(minutes=6), self.wall)

    @rule()
    def post(self):
        send_due(self.house, self.wall)

    def one(self, data):
        return data.draw(st.sampled_from(rows(self.house, dispatch)))

    @precondition(lambda self: self.sizes)
    @rule(data=st.data(), who=st.sampled_from(OFFICERS), what=st.sampled_from(("recall", "cancel", "confirm", "urge")))
    def moves(self, data, who, what):
        code, now = self.one(data).code, self.house.clock.now()
        if what == "recall":
            self.attempt(do, self.house, recall, code, who, now, self.wall)
        elif what == "confirm":
            self.attempt(do, self.house, confirm, code, who, now, self.wall)
        else:
            self.attempt(do, self.house, cancel if what == "cancel" else urge, code, "说明", who, now, self.wall)

    def new(self, event, team, seq):
        self.keys += 1
        return NewDispatch(key=f"own-{self.keys}", seq=seq, event=event, responders=(f"vehicle-{team}",), chain=False)

    @precondition(lambda self: self.sizes)
    @rule(data=st.data(), who=st.sampled_from(OFFICERS), team=st.integers(1, 8), seq=st.integers(0, 3))
    def gives_to_another(self, data, who, team, seq):
        one, now = data.draw(st.sampled_from(rows(self.house, task))), self.house.clock.now()
        event = next(row.event_id for row in rows(self.house, dispatch) if row.id == one.dispatch_id)
        made = self.attempt(do, self.house, transfer, one.code, self.new(event, team, seq), "故障", who, now, self.wall)
        if made is not None:
            self.sizes[made["id"]] = 1

    @rule(
        who=st.sampled_from(OFFICERS), teams=st.lists(st.integers(1, 8), min_size=1, max_size=3), seq=st.integers(0, 3)
    )
    def sends_several(self, who, teams, seq):
        news = [self.new(event, team, seq) for event, team in zip(self.floods, teams, strict=False)]
        given = self.attempt(do, self.house, order_many, news, who, self.house.clock.now(), self.wall) or []
        codes = {one.code for one in given if one.code}
        self.sizes |= {row.id: 1 for row in rows(self.house, dispatch) if row.code in codes}

    @precondition(lambda self: self.sizes)
    @rule(data=st.data(), who=st.sampled_from(OFFICERS), hands=st.booleans())
    def ends_a_task_or_hands_an_order_over(self, data, who, hands):
        now = self.house.clock.now()
        if hands:
            self.attempt(do, self.house, hand_over, self.one(data).code, "值班员-009", who, now)
        else:
            one = data.draw(st.sampled_from(rows(self.house, task)))
            self.attempt(do, self.house, cancel_task, one.code, "误报", who, now, self.wall)

    @precondition(lambda self: self.sizes)
    @rule(data=st.data(), what=st.sampled_from(list(RECEIPTS)), key=st.integers(0, 3))
    def receipts(self, data, what, key):
        one = data.draw(st.sampled_from(rows(self.house, task)))
        told = Told(task=one.code, what=what, words="说明", key=str(key))
        self.attempt(do, self.house, receive, self.house.settings.photos_dir, told, FIELD, self.house.clock.now())

    @invariant()
    def nothing_is_lost_and_nothing_doubled(self):
        if not hasattr(self, "sizes"):
            return
        orders = {row.id: row for row in rows(self.house, dispatch)}
        tasks, sent = rows(self.house, task), rows(self.house, message_log)
        assert Counter(one.dispatch_id for one in tasks) == self.sizes
        active = [one.responder_id for one in tasks if one.ended_at is None and one.alone]
        assert len(active) == len(set(active))
        messages = rows(self.house, outbox)
        told = Counter((one.task_id, one.channel) for one in messages if one.kind == "order")
        assert set(told.values()) <= {1} and {one.id for one in tasks} == {number for number, _channel in told}
        assert Counter(one.message for one in sent).total() == len({one.message for one in sent})
        finals = Counter(row.dispatch_id for row in rows(self.house, dispatch_step) if row.move == "final")
        for number, row in orders.items():
            mine = [one for one in tasks if one.dispatch_id == number]
            if row.state in ("recalled", "cancelled", "done"):
                assert all(one.ended_at is not None for one in mine)
            if row.state in ("drafted", "held"):
                assert {one.state for one in mine} == {"held"}
            assert finals[number] == (row.final_at is not None)
            if row.final_at is None:
                assert {one.state for one in messages if one.dispatch_id == number and one.kind != "late"} <= {
                    "held",
                    "dropped",
                }


def test_nothing_is_lost_or_doubled_whatever_people_and_clocks_do_on_sqlite(tmp_path):
    _run("sqlite", tmp_path, None)


def test_nothing_is_lost_or_doubled_whatever_people_and_clocks_do_on_postgresql(postgres, tmp_path):
    _run("postgresql", tmp_path, postgres)


def _run(kind, folder, postgres):
    with blank_house(kind, folder, postgres) as house:
        people(house)
        Duty.house, Duty.floods = house, [flood(house, cell) for cell in range(1, EVENTS + 1)]
        machine = Duty.TestCase
        machine.settings = FEW
        machine().runTest()
