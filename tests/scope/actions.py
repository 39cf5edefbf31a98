"""Every action of a screen: the callback, what is sent, and the roles that may. Names in {} are those of a place."""

from typing import Any

from data.risk_lists import check_lists

ITEM = check_lists()["during"][0].what
REMARK = {"given": {"reason": "已到现场"}, "move": "remark"}
RING = {"code": "{control}", "what": "open", "why": "涨水", "seq": "0", "key": "k-{control}"}
POINT = {"layer": "risk_point", "code": "{thing}", "seq": "1"}
NEW = {"code": "NEW-{thing}", "name": "新点", "kind": "geo_hazard", "grade": "2", "lon": "{lon}", "lat": "{lat}"}
ON = {"to": "lead", "seq": "1", "reason": "登记"}
CHAIN = {
    "word": "鞋业",
    "department": "市工信局",
    "link-0-tier": "upper",
    "link-0-word": "鞋底",
    "link-0-code": "soles",
}
ORDERERS = {"leader", "duty_officer"}
TOLD = {"move": "task", "given": {"code": "{own}", "what": "accepted"}}
# action: (callback, what is sent, the roles that may)
ACTIONS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "remark an event": (
        "event-moved.data",
        {"id": "{event_id}", **REMARK},
        {"leader", "department_head", "duty_officer", "grid_staff", "agency"},
    ),
    "acknowledge a warning": (
        "warning-moved.data",
        {"id": "{warning}", "move": "acknowledge", "given": {}},
        {"leader", "department_head", "duty_officer", "agency"},
    ),
    "make an event of a warning": (
        "warning-moved.data",
        {"id": "{warning}", "move": "event", "given": {}},
        {"leader", "duty_officer"},
    ),
    "judge a warning on its rule's page": (
        "rule-moved.data",
        {"id": "{rule}", "move": "judge", "given": {"warning": "{warning}", "judged": "hit"}},
        {"leader", "duty_officer"},
    ),
    "switch a rule": (
        "rule-moved.data",
        {"id": "{rule}", "move": "disable", "given": {"reason": "汛期已过"}},
        {"leader", "duty_officer"},
    ),
    "send people": (
        "order-acted.data",
        {"act": "send", "on": "event-{event_id}", "seq": 0, "key": "matrix-of-roles-1", "responders": ["{responder}"]},
        {"leader", "duty_officer"},
    ),
    "send to several": (
        "order-acted.data",
        {
            "act": "bulk",
            "key": "matrix-of-roles-2",
            "orders": [{"on": "event-{bulk_id}", "seq": 0, "responders": ["{spare}"]}],
        },
        ORDERERS,
    ),
    "recall an order": ("order-acted.data", {"act": "recall", "codes": ["{held}"]}, ORDERERS),
    "confirm a draft": ("order-acted.data", {"act": "confirm", "code": "{draft}"}, {"leader"}),
    "cancel an order": ("order-acted.data", {"act": "cancel", "code": "{cancelled}", "words": "误报"}, ORDERERS),
    "urge an order": ("order-acted.data", {"act": "urge", "code": "{urged}", "words": "请加快"}, ORDERERS),
    "hand an order over": ("order-acted.data", {"act": "handover", "code": "{handed}", "to": "{receiver}"}, ORDERERS),
    "cancel a task": ("order-acted.data", {"act": "cancel_task", "code": "{ended}", "words": "误报"}, ORDERERS),
    "urge a task": ("order-acted.data", {"act": "urge_task", "code": "{pressed}", "words": "请加快"}, ORDERERS),
    "record what was told by telephone": (
        "order-acted.data",
        {"act": "receipt", "code": "{phoned}", "what": "accepted"},
        ORDERERS,
    ),
    "give a task to another": (
        "order-acted.data",
        {
            "act": "transfer",
            "code": "{given}",
            "to": "{other}",
            "on": "event-{ordered_id}",
            "seq": "{seq}",
            "key": "matrix-of-roles-3",
            "words": "车辆故障",
        },
        ORDERERS,
    ),
    "tell of a task of one's own people": (
        "listing-moved.data",
        TOLD,
        {"leader", "department_head", "duty_officer", "agency"},
    ),
    "order a gate": ("handed.data", {"act": "order", **RING}, {"leader", "duty_officer"}),
    "retire a thing": (
        "thing-moved.data",
        {**POINT, "move": "retire", "given": {"reason": "已治理"}},
        {"department_head", "duty_officer", "agency"},
    ),
    "add a thing": (
        "new-thing-taken.data",
        {"layer": "risk_point", "crs": "wgs84", "given": NEW},
        {"department_head", "duty_officer", "agency"},
    ),
    "raise a warning": (
        "new-warning-sent.data",
        {
            "given": {
                "field": "rain",
                "colour": "3",
                "region": "{region}",
                "title": "暴雨",
                "words": "预计有雨",
                "hours": "6",
            }
        },
        {"leader", "duty_officer"},
    ),
    "report an event": (
        "taken.data",
        {"text": "路面积水", "category": "flood", "lon": "{lon}", "lat": "{lat}", "photos": []},
        {"duty_officer", "grid_staff"},
    ),
    "tick the city's list": ("ticked.data", {"phase": "during", "item": ITEM, "done": True}, set()),
    "solve what a visit found": (
        "listing-moved.data",
        {"move": "visit", "given": {"code": "{visit}"}},
        {"duty_officer", "grid_staff"},
    ),
    "say that a smart visit is not needed": (
        "listing-moved.data",
        {"move": "call", "given": {"act": "void", "code": "{smart}", "words": "重复"}},
        {"department_head", "duty_officer", "agency", "grid_staff"},
    ),
    "withdraw a visit that was filed": (
        "listing-moved.data",
        {
            "move": "coordination",
            "given": {"kind": "inspection", "act": "withdraw", "code": "{call}", "seq": "1", "reason": "改期再报"},
        },
        {"department_head", "agency"},
    ),
    "move an investment project": (
        "listing-moved.data",
        {"move": "economy", "given": {"act": "project", "project": "{project}", **ON}},
        {"department_head", "duty_officer", "agency"},
    ),
    "put down what an enterprise asks for": (
        "listing-moved.data",
        {"move": "economy", "given": {"act": "appeal", "enterprise": "{firm}", "kind": "labour", "title": "招工难"}},
        {"department_head", "duty_officer", "agency"},
    ),
    "put an enterprise on a link": (
        "listing-moved.data",
        {
            "move": "economy",
            "given": {"act": "member", "enterprise": "{firm}", "on": "1", "seq": "0", "reason": "转产"},
        },
        {"department_head", "duty_officer", "agency"},
    ),
    "change a chain of the city": (
        "listing-moved.data",
        {
            "move": "economy",
            "given": {"act": "define_chain", "code": "footwear", "seen": "0", "reason": "改名", **CHAIN},
        },
        set(),
    ),
    "carry on an item of a list": (
        "listing-moved.data",
        {"move": "list", "given": {"act": "progress", "code": "{item}", "percent": "40", "words": "已踏勘"}},
        {"leader", "duty_officer", "grid_staff"},
    ),
    "withdraw faulty data that were sent back": (
        "listing-moved.data",
        {"move": "return", "given": {"act": "withdraw", "code": "{lot}", "words": "口径调整"}},
        {"leader", "duty_officer"},
    ),
    "revoke a share": (
        "listing-moved.data",
        {"move": "catalogue", "given": {"act": "revoke", "code": "{share}", "words": "用途已了"}},
        {"leader", "duty_officer"},
    ),
    "end a functional grid": (
        "listing-moved.data",
        {"move": "grid", "given": {"act": "end", "code": "{grid}"}},
        {"leader", "duty_officer"},
    ),
    "propose a profile": (
        "listing-moved.data",
        {"move": "archive", "given": {"act": "propose", "region": "{region}", "text": "新说法", "reason": "更新"}},
        {"leader", "duty_officer", "grid_staff"},
    ),
    "open a room": (
        "listing-moved.data",
        {"move": "open", "given": {"on": "event-{event_id}", "title": "议一议", "form": "table"}},
        {"leader", "department_head", "duty_officer", "agency"},
    ),
    "note what came of a call": (
        "listing-moved.data",
        {"move": "callout", "given": {"act": "answer", "code": "{callout}", "n": "1", "answer": "missed"}},
        {"leader", "duty_officer"},
    ),
    "stop a call": (
        "listing-moved.data",
        {"move": "callout", "given": {"act": "stop", "code": "{callout}", "words": "误发"}},
        {"leader", "duty_officer"},
    ),
    "read what a unit said": (
        "order-heard.data",
        {"code": "{own}", "upto": "1"},
        {"leader", "duty_officer", "grid_staff", "agency", "department_head"},
    ),
    "have a screen load anew": (
        "listing-moved.data",
        {"move": "screen", "given": {"act": "reload", "screen": "{screen}"}},
        {"leader", "duty_officer", "presenter", "administrator"},
    ),
    "give a screen another token": (
        "listing-moved.data",
        {"move": "screen", "given": {"act": "renew", "screen": "{screen}", "days": "3"}},
        {"duty_officer", "administrator"},
    ),
    "speak in a room": (
        "room-moved.data",
        {"id": "{room}", "move": "say", "given": {"words": "收到"}},
        {"leader", "duty_officer"},
    ),
    "settle what waits": ("settled.data", {"id": "1", "verdict": "drop"}, set()),
}
