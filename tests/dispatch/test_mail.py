"""Mails of dispatch go to a real mail server, and a password to none that does not encrypt."""

from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Kept

from data.dispatch.channels import Mail, Message
from tests.server import free_port

NOW = datetime(2024, 7, 25, 4, tzinfo=UTC)
ORDER = Message(id="m1", channel="mail", kind="order", address="", body={"words": "立即\r\nBcc: 他人", "code": "D1"})


class Box(Kept):
    """Keeps what it is given."""

    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message)


@pytest.fixture
def served():
    box, port = Box(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


def test_a_mail_arrives_with_its_number_and_no_header_of_the_senders(served):
    box, port = served
    assert Mail(f"smtp://127.0.0.1:{port}", "yitu@city.example", "duty@city.example").send(ORDER, NOW).taken
    [mail] = box.mails
    assert (mail["Message-ID"], mail["To"], mail["Bcc"]) == ("<m1@yitu>", "duty@city.example", None)


def test_no_password_is_told_in_the_clear(served):
    box, port = served
    outcome = Mail(f"smtp://user:secret@127.0.0.1:{port}", "yitu@city.example", "duty@city.example").send(ORDER, NOW)
    assert not outcome.taken and "STARTTLS" in outcome.words and not box.mails


def test_a_server_that_is_away_is_no_error_but_an_outcome():
    assert not Mail("smtp://127.0.0.1:1", "a@city.example", "b@city.example").send(ORDER, NOW).taken
