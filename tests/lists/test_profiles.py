"""情简介: written by the region, decided by the level above, every version kept."""

import pytest

from data.commands.profiles import decide_profile, propose_profile
from data.errors import BadInput, Forbidden, ListRefused, UnknownRegion
from data.queries.profiles import profile_of
from data.queries.regions import region_of
from data.scope import Scope
from tests.casework import CLERK, NOON
from tests.lists.conftest import of, place

ALL = Scope(cells=Scope.guest().cells, clearance=1)


def propose(connection, actor, text="三面环山，一水穿村", level=4):
    return propose_profile(connection, place(connection, level).code, text, "首次建档", actor, NOON, "measured")


def decide(connection, actor, version, level=4, approve=True, answer="属实"):
    told = {"approve": approve, "answer": answer, "actor": actor, "now": NOON}
    decide_profile(connection, place(connection, level).code, version, **told)


def seen(connection, level=4, scope=ALL):
    return profile_of(connection, region_of(connection, place(connection, level).code, scope), scope)


def test_a_text_is_in_force_once_the_level_above_has_approved_it(connection):
    version = propose(connection, of(connection, 4, "grid_staff"))
    assert (seen(connection).current, seen(connection).waiting["version"]) == (None, version)
    decide(connection, of(connection, 3, "duty_officer"), version)
    now = seen(connection)
    assert (now.current["text"], now.waiting) == ("三面环山，一水穿村", None)
    propose(connection, of(connection, 4, "grid_staff"), "有新说法")
    assert seen(connection).current["version"] == version


def test_the_region_itself_and_who_wrote_it_decide_nothing(connection):
    version = propose(connection, of(connection, 4, "duty_officer"))
    with pytest.raises(Forbidden, match="上一级"):
        decide(connection, of(connection, 4, "leader"), version)
    with pytest.raises(Forbidden, match="上一级"):
        decide(connection, CLERK["grid_staff"], version)
    mine = propose(connection, CLERK["duty_officer"])
    with pytest.raises(Forbidden, match="自己"):
        decide(connection, CLERK["duty_officer"], mine)
    with pytest.raises(UnknownRegion):
        decide(connection, of(connection, 3, "duty_officer", cell=32), mine)


def test_a_refusal_has_its_reason_and_a_version_is_decided_once(connection):
    version = propose(connection, of(connection, 4, "grid_staff"))
    with pytest.raises(BadInput, match="原因"):
        decide(connection, CLERK["leader"], version, approve=False, answer=" ")
    decide(connection, CLERK["leader"], version, approve=False, answer="人口数有误")
    with pytest.raises(ListRefused):
        decide(connection, CLERK["leader"], version)
    row = seen(connection).history[0]
    assert (row["state"], row["answer"]) == ("refused", "人口数有误")


def test_a_new_text_replaces_the_one_that_waits_and_all_are_kept(connection):
    who = of(connection, 4, "grid_staff")
    propose(connection, who, "第一稿")
    propose(connection, who, "第二稿")
    told = [(row["version"], row["state"]) for row in seen(connection).history]
    assert told == [(2, "proposed"), (1, "replaced")]


def test_of_the_city_its_leader_decides(connection):
    version = propose(connection, CLERK["duty_officer"], level=1)
    with pytest.raises(Forbidden):
        decide(connection, of(connection, 1, "duty_officer"), version, level=1)
    decide(connection, CLERK["leader"], version, level=1)
    assert seen(connection, level=1).current["version"] == version


def test_names_are_told_to_who_may_know_people(connection):
    propose(connection, of(connection, 4, "grid_staff"))
    assert seen(connection).history[0]["proposed_by"]
    assert seen(connection, scope=Scope.guest()).history[0]["proposed_by"] == ""


@pytest.mark.parametrize(("text", "role"), [("", "grid_staff"), ("长" * 4001, "grid_staff"), ("好", "auditor")])
def test_what_makes_no_sense_or_is_not_his_to_say_is_refused(connection, text, role):
    with pytest.raises((BadInput, Forbidden)):
        propose(connection, CLERK[role], text)
