"""/accounts: an administrator's own accounts, added and changed by plain forms."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from flask import Blueprint, Response, request

from data.accounts.seat import seated
from data.accounts.sessions import sittings
from data.commands.accounts import (
    MOST_REGIONS,
    Seat,
    add_account,
    administrator,
    change_account,
    disable_account,
    enable_account,
    reset_password,
    unlock_account,
)
from data.doors.plain_page import Page, answer_plainly, check_token, given, go, page, shown, spoken
from data.doors.sign_in import Failing
from data.doors.typed import day_typed, regions_typed
from data.engine import writing
from data.errors import BadInput, CockpitError
from data.house import house
from data.language import gettext as _
from data.queries.accounts import Known, account_known, accounts_known


class Drawn(Protocol):
    """Who draws the page."""

    def accounts(self, page: Page, known: Sequence[Known], chosen: Known | None, password: str) -> str: ...


def accounts_door(drawn: Drawn, failing: Failing) -> Blueprint:
    door = Blueprint("accounts", __name__, url_prefix="/accounts")
    answer_plainly(door, failing.failed)

    def listed(
        login: str = "", *, said: str = "", good: bool = False, password: str = "", status: int = 200
    ) -> Response:
        scope, now = administrator(seated()), datetime.now(UTC)
        with house().engine.connect() as connection:
            known = accounts_known(connection, scope, now)
            chosen = account_known(connection, scope, login, now) if login else None
        return shown(drawn.accounts(page(said), known, chosen, password), status)

    @door.get("")
    @spoken
    def found() -> Response:
        return listed(request.args.get("login", ""))

    @door.post("/add")
    @spoken
    def added() -> Response:
        check_token()
        try:
            return listed(password=_add())
        except CockpitError as error:
            return listed(said=str(error), status=error.status)

    @door.post("/change")
    @spoken
    def changed() -> Response:
        check_token()
        login, scope = given("login"), administrator(seated())
        try:
            with writing(house().engine) as connection:
                change_account(connection, login, _seat(), scope)
        except BadInput as error:
            return listed(login, said=str(error), status=error.status)
        sittings().forget()
        return go(page().there("/accounts", login=login))

    @door.post("/step")
    @spoken
    def stepped() -> Response:
        check_token()
        login = given("login")
        try:
            password = _step(login, given("step"))
        except BadInput as error:
            return listed(login, said=str(error), status=error.status)
        sittings().forget()
        return listed(login, password=password) if password else go(page().there("/accounts", login=login))

    return door


def _add() -> str:
    scope = administrator(seated())
    with writing(house().engine) as connection:
        return add_account(connection, given("login"), _seat(), datetime.now(UTC), within=scope)


def _step(login: str, step: str) -> str:
    """The new password, when that is what was asked for."""
    one, now = seated(), datetime.now(UTC)
    scope = administrator(one)
    with writing(house().engine) as connection:
        if step == "password":
            return reset_password(connection, login, scope)
        if step == "disable":
            disable_account(connection, login, now, scope, by=one.id if one else 0)
        elif step == "enable":
            enable_account(connection, login, scope)
        elif step == "unlock":
            unlock_account(connection, login, scope)
        else:
            raise BadInput(_("请刷新后再试"))
    return ""


def _seat() -> Seat:
    """The form as a seat; BadInput for what is no day or no number."""
    clearance, departments = given("clearance"), given("departments").replace("，", ",")
    return Seat(
        name=given("name"),
        role=given("role"),
        regions=tuple(dict.fromkeys((*request.form.getlist("region")[:MOST_REGIONS], *_typed()))),
        departments=tuple(one.strip() for one in departments.split(",") if one.strip()) or ("*",),
        clearance=int(clearance) if clearance in ("0", "1", "2") else None,
        expires_at=day_typed(given("expires")),
    )


def _typed() -> list[str]:
    scope = administrator(seated())
    with house().engine.connect() as connection:
        return regions_typed(connection, given("region_text"), scope)
