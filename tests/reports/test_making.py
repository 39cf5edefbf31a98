"""Reports are made, saved in versions, copied, shared and taken back; nobody sees one that is not meant for him."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.commands.reports import (
    Layout,
    copy_report,
    remove_report,
    restore_report,
    save_report,
    share_report,
    time_report,
    unshare_report,
)
from data.demo.reports import MAKER, install_reports
from data.errors import BadInput, Forbidden, ReportRefused, UnknownRegion, UnknownThing
from data.queries.regions import children, home_of
from data.queries.reports import history
from data.scope import Scope
from data.timing import Timing
from tests.briefing.people import WALL, do
from tests.reports.people import AUDITOR, FAR, HEAD, OTHER, PIECES, TOWN, WEEKLY, layout_of, listed, made, row_of

NEXT = WALL + timedelta(hours=1)
SECOND = Layout(title="部门周报（修订）", query="?window=30d", pieces=PIECES[:2])


def share(house, code, me=HEAD, **to):
    do(house, share_report, code, to, me, NEXT)


def versions(house, code, me=HEAD):
    with house.engine.connect() as connection:
        return [(row["seq"], row["who_name"], row["note"]) for row in history(connection, row_of(house, code, me))]


def test_every_save_is_a_version_and_an_earlier_one_can_be_taken_back_to(house):
    code = made(house)
    assert do(house, save_report, code, SECOND, 1, HEAD, NEXT) == 2
    assert layout_of(house, code).pieces == PIECES[:2]
    assert do(house, restore_report, code, 1, HEAD, NEXT) == 3
    assert layout_of(house, code).pieces == PIECES and row_of(house, code)["title"] == "部门周报"
    assert versions(house, code) == [(3, HEAD.name, "恢复第 1 版"), (2, HEAD.name, ""), (1, HEAD.name, "新建")]


def test_who_saves_over_somebody_elses_version_is_told(house):
    code = made(house)
    do(house, save_report, code, SECOND, 1, HEAD, NEXT)
    with pytest.raises(ReportRefused, match="第 2 版"):
        do(house, save_report, code, WEEKLY, 1, HEAD, NEXT)


def test_nobody_else_sees_a_report_that_is_not_shared(house):
    code = made(house)
    assert listed(house, HEAD) == [code] and listed(house, OTHER) == [] and listed(house, TOWN) == []
    with pytest.raises(UnknownThing):
        row_of(house, code, OTHER)
    with pytest.raises(UnknownThing):
        do(house, copy_report, code, TOWN, NEXT)


def test_one_is_shared_with_a_role_to_read_or_to_change_and_taken_back(house):
    code = made(house)
    share(house, code, role="department_head")
    assert row_of(house, code, OTHER)["may"] == "view"
    with pytest.raises(Forbidden):
        do(house, save_report, code, SECOND, 1, OTHER, NEXT)
    share(house, code, role="department_head", edits="1")
    assert do(house, save_report, code, SECOND, 1, OTHER, NEXT) == 2
    assert versions(house, code)[0] == (2, OTHER.name, "")
    only = row_of(house, code)["shares"]
    assert len(only) == 1  # the same once more is the same
    do(house, unshare_report, code, only[0]["id"], HEAD, NEXT)
    assert listed(house, OTHER) == []
    with pytest.raises(UnknownThing):
        do(house, unshare_report, code, only[0]["id"], HEAD, NEXT)


def test_a_region_and_a_department_narrow_whom_it_is_meant_for(house):
    code = made(house)
    with house.engine.connect() as connection:
        far = children(connection, home_of(connection, Scope.guest()))[1]
    share(house, code, region=far.code)
    assert listed(house, FAR) == [code] and listed(house, TOWN) == []
    share(house, code, agency="")  # all of the city, whoever it is
    assert listed(house, TOWN) == [code] == listed(house, FAR)
    with pytest.raises(BadInput):
        share(house, code, agency="nobody")
    with pytest.raises(BadInput):
        share(house, code, role="administrator")


def test_nobody_shares_further_than_he_sees_or_what_is_not_his(house):
    code = made(house, TOWN)
    with pytest.raises(UnknownRegion):
        share(house, code, TOWN, region="990102")
    share(house, code, TOWN)
    assert listed(house, FAR) == [] and listed(house, OTHER) == [code]
    with pytest.raises(Forbidden):
        share(house, code, OTHER)
    for command in (remove_report,):
        with pytest.raises(Forbidden):
            do(house, command, code, OTHER)


def test_who_only_looks_on_makes_none(house):
    with pytest.raises(Forbidden):
        made(house, AUDITOR)
    screen = replace(HEAD, role="screen", makes=False, shown="x")
    assert listed(house, screen) == []


def test_a_copy_is_the_copiers_own_unshared_and_untimed(house):
    code = made(house)
    do(house, time_report, code, Timing(every="day"), ["leader"], HEAD, NEXT)
    share(house, code, role="agency")
    own = do(house, copy_report, code, TOWN, NEXT)
    row = row_of(house, own, TOWN)
    assert (row["may"], row["next_at"], row["sent"], row["shares"]) == ("own", None, (), [])
    assert layout_of(house, own, TOWN).pieces == PIECES


def test_one_that_is_removed_is_gone_with_all_its_versions(house):
    code = made(house)
    do(house, save_report, code, SECOND, 1, HEAD, NEXT)
    do(house, remove_report, code, HEAD)
    assert listed(house, HEAD) == []
    with pytest.raises(UnknownThing):
        row_of(house, code)


def test_a_demo_comes_with_two_reports_that_are_marked_and_with_none_again(house):
    assert do(house, install_reports, WALL) and not do(house, install_reports, WALL)
    rows = [row_of(house, code, MAKER) for code in listed(house, MAKER)]
    assert len(rows) == 2 and all(row["title"].endswith("（模拟）") for row in rows)
    assert [row["next_at"] <= WALL for row in rows if row["next_at"]] == [True]  # its first issue is made at once
