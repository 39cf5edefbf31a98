"""/keys: the keys of programs within an administrator's own regions: listed, given and revoked by plain forms."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import Blueprint, Response

from data.accounts.seat import seated
from data.commands.accounts import administrator
from data.commands.senders import add_sender, revoke_sender, senders_known
from data.doors.plain_page import Page, answer_plainly, check_token, given, go, page, shown, spoken
from data.doors.sign_in import Failing
from data.doors.typed import day_typed, regions_typed
from data.engine import writing
from data.errors import BadInput, CockpitError
from data.house import house
from data.language import gettext as _


class Drawn(Protocol):
    """Who draws the page."""

    def keys(self, page: Page, known: Sequence[dict[str, Any]], key: str, now: datetime) -> str: ...


def key_door(drawn: Drawn, failing: Failing) -> Blueprint:
    door = Blueprint("keys", __name__, url_prefix="/keys")
    answer_plainly(door, failing.failed)

    def listed(*, said: str = "", key: str = "", status: int = 200) -> Response:
        scope = administrator(seated())
        with house().engine.connect() as connection:
            known = senders_known(connection, scope)
        return shown(drawn.keys(page(said), known, key, datetime.now(UTC)), status)

    @door.get("")
    @spoken
    def found() -> Response:
        return listed()

    @door.post("/add")
    @spoken
    def added() -> Response:
        check_token()
        try:
            return listed(key=_add())
        except CockpitError as error:
            return listed(said=str(error), status=error.status)

    @door.post("/revoke")
    @spoken
    def revoked() -> Response:
        check_token()
        scope = administrator(seated())
        with writing(house().engine) as connection:
            revoke_sender(connection, given("name"), datetime.now(UTC), scope)
        return go(page().there("/keys"))

    return door


def _add() -> str:
    """The key, told this once."""
    scope = administrator(seated())
    told: dict[str, Any] = {"source": given("source"), "role": given("role"), "until": day_typed(given("expires"))}
    told["departments"] = given("departments").replace("，", ",").split(",")
    with writing(house().engine) as connection:
        places = regions_typed(connection, given("region_text"), scope)
        if len(places) > 1:
            raise BadInput(_("一个密钥只属于一个区划"))
        here = places[0] if places else ""
        return add_sender(connection, given("name"), region_code=here, within=scope, now=datetime.now(UTC), **told)
