"""Many requests at the same moment: one of them does it, the others are told what has become of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from data.schema import event, event_external, event_history, sent_once

EVENTS = "/api/v1/events"
THREADS = 5


def new(**more) -> dict:
    return {"title": "路面积水", "category": "flood", "lon": 119.13, "lat": 25.03} | more


def at_once(desk, requests: list[tuple[str, dict, dict]]) -> list:
    """Answers to these (path, body, headers), sent at one moment."""
    ready = Barrier(len(requests))

    def send(request):
        path, body, headers = request
        with desk.app.test_client() as client:
            ready.wait()
            return client.post(path, json=body, headers=desk.bearer | headers)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def count(desk, table, *where) -> int:
    with desk.house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*where))


def test_of_many_who_send_one_number_one_creates_and_the_others_get_the_same_event(desk):
    replies = at_once(desk, [(EVENTS, new(external_id="7", title=f"第{n}遍"), {}) for n in range(THREADS)])
    assert sorted(one.status_code for one in replies) == [200] * (THREADS - 1) + [201]
    assert {one.json["outcome"] for one in replies if one.status_code == 200} == {"known"}
    assert len({one.json["url"] for one in replies}) == 1
    assert count(desk, event) == count(desk, event_external) == 1


def test_of_many_batches_that_overlap_every_number_is_created_once(desk):
    rows = [new(external_id=str(n)) for n in range(8)]
    replies = at_once(desk, [(EVENTS, {"events": rows[n:] + rows[:n]}, {}) for n in range(4)])
    assert {one.status_code for one in replies} == {207}
    assert [sum(one.json[name] for one in replies) for name in ("created", "known", "quarantined")] == [8, 24, 0]
    assert count(desk, event) == 8


def test_of_many_who_make_one_move_one_does_and_the_others_are_told_why(desk):
    duty = desk.sender("值班", "duty_officer")
    made = desk.post(EVENTS, new()).json
    replies = at_once(duty, [(f"{made['url']}/moves", {"move": "file"}, {}) for _ in range(THREADS)])
    assert sorted(one.status_code for one in replies) == [200] + [409] * (THREADS - 1)
    for refusal in (one for one in replies if one.status_code == 409):
        assert refusal.content_type == "application/problem+json"
        assert made["code"] in refusal.json["detail"]
        assert "立案" in refusal.json["detail"]
    assert count(desk, event_history, event_history.c.move == "file") == 1


@pytest.mark.parametrize("same", [True, False], ids=["same body", "other bodies"])
def test_of_many_under_one_key_one_is_done(desk, same):
    rows = [new(title="积水" if same else f"第{n}处") for n in range(THREADS)]
    replies = at_once(desk, [(EVENTS, row, {"Idempotency-Key": "k"}) for row in rows])
    statuses = sorted(one.status_code for one in replies)
    assert statuses == ([201] * THREADS if same else [201] + [422] * (THREADS - 1))
    assert sum(one.headers.get("Idempotent-Replayed") == "true" for one in replies) == (THREADS - 1 if same else 0)
    assert count(desk, event) == count(desk, sent_once) == 1
    if not same:
        assert all("Idempotency-Key" in one.json["detail"] for one in replies if one.status_code == 422)


def test_a_move_under_one_key_is_made_once_and_a_refused_one_keeps_no_key(desk):
    duty = desk.sender("值班", "duty_officer")
    url = desk.post(EVENTS, new()).json["url"]
    early = duty.post(f"{url}/moves", {"move": "close"}, Idempotency_Key="k")
    assert early.status_code == 409
    replies = at_once(duty, [(f"{url}/moves", {"move": "file"}, {"Idempotency-Key": "k"}) for _ in range(THREADS)])
    assert {one.status_code for one in replies} == {200}
    assert len({one.get_data() for one in replies}) == 1
    assert count(desk, event_history, event_history.c.move == "file") == 1


def test_a_batch_that_breaks_leaves_neither_events_nor_its_key(desk, monkeypatch):
    """Not what a sender did wrong, but a fault of ours in the midst of it."""
    from data.doors import events

    broken = events._named
    left = [3]

    def breaks(got):
        left[0] -= 1
        if left[0] == 0:
            raise ZeroDivisionError
        return broken(got)

    monkeypatch.setattr(events, "_named", breaks)
    body = {"events": [new(external_id=str(n)) for n in range(5)]}
    assert desk.post(EVENTS, body, Idempotency_Key="b").status_code == 500
    assert count(desk, event) == count(desk, event_external) == count(desk, sent_once) == 0
    monkeypatch.undo()
    assert desk.post(EVENTS, body, Idempotency_Key="b").json["created"] == 5
