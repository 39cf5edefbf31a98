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


def test_a_mail_is_read_by_people(served):
    box, port = served
    body = {"kind": "urge", "dispatch": "D1", "task": "D1-01", "what": "抽排", "words": "请立即赶赴", "responder": "T1"}
    body |= {
        "name": "一队",
        "simulated": True,
        "accept_by": "2024-07-25T04:05:00+00:00",
        "link": "https://city.example/f",
    }
    one = Message(id="m2", channel="mail", kind="urge", address="", body=body)
    assert Mail(f"smtp://127.0.0.1:{port}", "yitu@city.example", "duty@city.example").send(one, NOW).taken
    lines = box.mails[0].get_payload(decode=True).decode().split()
    assert lines[:4] == ["内容：请立即赶赴", "任务：抽排", "类别：督办", "最迟签收：2024-07-25"] and "模拟：是" in lines
    assert not [line for line in lines if line.partition("：")[0].isascii() and "：" in line]


def test_no_password_is_told_in_the_clear(served):
    box, port = served
    outcome = Mail(f"smtp://user:secret@127.0.0.1:{port}", "yitu@city.example", "duty@city.example").send(ORDER, NOW)
    assert not outcome.taken and "STARTTLS" in outcome.words and not box.mails


def test_a_server_that_is_away_is_no_error_but_an_outcome():
    assert not Mail("smtp://127.0.0.1:1", "a@city.example", "b@city.example").send(ORDER, NOW).taken
