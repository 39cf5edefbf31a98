"""Who sits at the screen that asks: the account of the request's session, or the sender of its key."""

from typing import TYPE_CHECKING

from flask import current_app, g, has_request_context
from flask_login import current_user

from data.accounts.account import Account

if TYPE_CHECKING:
    from data.doors.keys import Sender

SENDER = "yitu_sender"  # in flask.g: who showed a valid key with this request


def seated() -> Account | None:
    """The signed-in account of this request; None for visitors, and outside of requests."""
    if not has_request_context() or not hasattr(current_app, "login_manager"):
        return None
    one: Account = current_user._get_current_object()
    return one if one.is_authenticated else None


def keyed() -> "Sender | None":
    """The sender who showed a key with this request."""
    return g.get(SENDER) if has_request_context() else None
