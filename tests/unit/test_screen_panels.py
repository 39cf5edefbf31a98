"""Every panel: described, placed, and able to draw whatever its query may answer."""

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from dash.development.base_component import Component

from components.drawn import _sent
from components.frame import framed
from components.markup import markup
from components.registry import panels
from components.wall import CENTRE_SLOTS, ECONOMY_SLOTS, RISK_SLOTS, SLOTS, STUDY_SLOTS, THEME_SLOTS
from data.answer import Answer, Row
from data.view import METRICS, WINDOWS, View
from data.words import TOPICS

NOW = datetime(2024, 7, 25, 7, 42, tzinfo=UTC)
KEYS = sorted(panels())
PUBLISHED = {"provenance": "published", "as_of": NOW.isoformat(), "unit": "%"}
PLACE = {"code": "350302", "name": "城厢区"}
HERE = {"code": "350300", "name": "莆田市", "level": 1}
STORM = {"track_id": "2024201N12133", "season": 2024, "name": "格美", "nearest_km": 25, "source": "IBTrACS"}
STORM |= {"nearest_at": NOW.isoformat(), "at": NOW.isoformat(), "lon": 119.7, "lat": 25.2, "km": 75, "past": True}
STORM |= {"wind_ms": 38, "pressure": None}

# One row with all it can hold, and whether every figure in it may be missing.
ROWS: dict[str, Row] = {
    "kpi": {"group": "today", "key": "reported", "label": "上报", "value": 7, "share": 8.3, "note": ""} | PUBLISHED,
    "economy": {"code": "x", "name": "工业用电量增长", "value": 12.5, "period": "2024-01..2024-06"}
    | {"versus_province": 2.2, "versus_provenance": "simulated", "rank": 2, "rank_provenance": "simulated"}
    | PUBLISHED,
    "industry": {"code": "x", "name": "鞋服", "value": -2.6, "period": "2024-06", "provenance": "simulated"},
    "grid": PLACE
    | {"grids": 5, "cells": 60, "staff": 5, "staff_on_duty": 4, "covered": 5, "coverage": 100.0}
    | {"events": 3, "per_thousand": 0.4, "on_time": 99.0},
    "ranking": PLACE
    | {"rank": 1, "reported": 9, "closed": 3, "to_close": 3, "on_time": 98.0, "per_thousand": 0.4, "change": 358.9},
    "risk": {"kind": "flash_flood", "label": "山洪", "g1": 1, "g2": 0, "g3": 2, "g4": 0, "total": 3},
    "rates": {"key": "prompt", "label": "即时分转率", "value": 92.0, "hits": 46, "n": 50, "low": 81.2, "high": 96.8}
    | {"thin": False, "note": "上报后 30 分钟内派遣的件数，占已派遣和逾 30 分钟未派遣的件数"},
    "breakdown": {"dim": "grade", "key": "A", "label": "复杂疑难", "reported": 9, "share": 30.0, "closed": 66.7}
    | {"on_time": 83.3, "n": 6, "dwell_p50": 120.0, "thin": True, "on": False},
    "heat": {"weekday": 3, "label": "星期四", "days": 1, "reported": 7} | {f"h{n:02d}": 0.5 * n for n in range(24)},
    "hot": {"kind": "leaf", "key": "flood.road", "label": "道路积水", "n": 9, "share": 30.0, "times": 2.5, "on": False},
    "backlog": {"key": "flood", "label": "防汛防台", "open": 9, "overdue": 3, "share": 33.3, "soon": 2}
    | {"suspended": 1, "on": False},
    "agencies": {
        "rank": 1,
        "code": "water",
        "name": "水务局",
        "assigned": 60,
        "closed": 50,
        "to_close": 50,
        "on_time": 92.0,
    }
    | {"low": 81.2, "high": 96.8, "satisfied": 90.0, "returned": 0, "thin": False, "on": False},
    "unit_rates": {
        "rank": 1,
        "code": "water",
        "name": "水务局",
        "prompt": 92.0,
        "answered_on_time": 99.0,
        "closed": 90.0,
    }
    | {"satisfied": 88.0, "visited_ok": 80.0, "prompt_n": 50, "answered_on_time_n": 50, "closed_n": 60}
    | {"satisfied_n": 40, "visited_ok_n": 9, "sure": 81.2, "thin": False},
    "raised": {
        "code": "E1",
        "title": "积水",
        "place": "东园路",
        "grade": "A",
        "agency": "水务局",
        "stage": "closed",
    }
    | {"raised_at": NOW.isoformat(), "days": 1.5, "on_time": True},
    "regions": PLACE
    | {"rank": 1, "reported": 70, "closed": 50, "to_close": 50, "on_time": 92.0, "low": 81.2, "high": 96.8}
    | {"satisfied": 90.0, "thin": False},
    "funnel": {"stage": "filed", "label": "立案", "count": 9, "conversion": 90.0, "waiting": 1}
    | {"dwell_p50": 20.0, "dwell_p90": 40.0, "limit": 15},
    "ticker": {"code": "E1", "at": NOW.isoformat(), "title": "积水", "grade": "A", "category": "flood"}
    | {"place": "镇海", "stage": "filed", "region_code": "350304001001001001", "lon": 119.0, "lat": 25.4},
    "trend": {"t": NOW.isoformat(), "label": "08:00", "reported": 5, "closed": 2, "previous": 4},
    "map": PLACE | {"level": 2, "value": 11.4, "cls": 2, "lon": 119.0, "lat": 25.4},
}
WARNING = {"code": "W20240725-0001", "title": "暴雨红色预警", "field": "rain", "colour": 1, "place": "镇海街道"}
WARNING |= {
    "region_code": "350304001",
    "words": "镇海站近 3 小时雨量 112.5 mm，达到 100 mm",
    "raised_at": NOW.isoformat(),
}
WARNING |= {"state": "raised", "by": None, "by_at": None, "provenance": "simulated"}
ROWS |= {
    "warnings": WARNING,
    "warning_regions": PLACE | {"top": 2, "c1": 0, "c2": 3, "c3": 1, "c4": 0, "total": 4},
    "typhoon": STORM | {"ahead": True},
    "stations": {"code": "S1", "name": "镇海站", "kind": "river", "quantity": "level", "value": 7.62, "unit": "m"}
    | {"today": None, "at": NOW.isoformat(), "quality": "good", "state": "above", "limit": "caution", "over": 0.42}
    | {"freshness": "fresh", "lon": 119.0, "lat": 25.4},
}
ROWS |= {
    "checks": {"phase": "during", "n": 1, "what": "确认预警，按颜色启动相应应急响应", "who": "市防指值班室"}
    | {"done": True, "role": "duty_officer", "at": NOW.isoformat()},
    "drainage": {"code": "G1", "system": "东河水系", "name": "一号闸", "kind": "gate", "capacity": 40, "unit": "m³/s"}
    | {"state": "closed", "state_at": NOW.isoformat(), "do": "open", "rule": "drain", "why": "内河 6.8 m", "also": None}
    | {"need": True, "ordered": "close", "ordered_at": NOW.isoformat(), "order_state": "recorded", "blind": "outer"}
    | {"provenance": "simulated"},
}
_KEPT = {"cases": 37, "closed": 35, "rate": 100.0, "on_time": 97.1, "to_close": 35, "low": 85.5, "high": 99.5}
_LINE = _KEPT | {"satisfied": 92.6, "rated": 27, "days": 0.5, "thin": False, "provenance": "simulated"}
ROWS |= {
    "direct": {"code": "housing", "name": "住建局", "sent": 51, "closed": 50, "on_time": 96.0, "low": 86.5}
    | {"high": 98.9, "days": 0.5, "thin": False},
    "express": {"code": "water", "name": "供水直通车", "hours": 12.0, "owner": "供水企业", "agency": "住建局"}
    | {"since": "2022-07-01"}
    | _LINE,
    "hotlines": {"code": "12319", "name": "城建服务", "mode": "merged", "owner": "城管部门", "since": "2019-05-20"}
    | {"state": "taken"}
    | _LINE,
    "levels": {"level": 3, "name": "镇街", "units": 54, "stewards": 0, "open": 9, "overdue": 2, "reported": 47}
    | {"up": 1, "down": 2, "called": 3, "arrived": 2},
    "stewards": PLACE
    | {"kind": "grid", "region": "350304100001003", "place": "第三网格", "agency": "", "served": 53, "grids": 5}
    | {"manned": 4, "each": 7.5, "open": 1, "thin": True, "visits": 6, "issues": 2, "solved": 1}
    | _KEPT,
    "disputes": {"code": "E1", "title": "赡养", "place": "东园路", "stage": "handling", "level": "high", "points": 5}
    | {"holds": "overdue,around,grave", "overdue": 22.5, "around": 3, "grave": 1, "tables": 0},
    "food": PLACE
    | {"tier": "D", "place": "东园社区", "person": "包保干部-001", "checked": NOW.isoformat(), "problems": 2}
    | {"due_at": NOW.isoformat(), "due": "overdue", "days": 3},
}
ROWS |= {"centre_funnel": ROWS["funnel"], "centre_trend": ROWS["trend"]}
_SPAN = {"n": 40, "p50": 90.0, "p90": 300.0, "on_time": 95.0}
ROWS |= {
    "speed": {"dim": "category", "key": "flood", "label": "防汛防台", "reached": 45, "thin": False}
    | {f"{period}{name}": value for period in ("", "before_", "year_") for name, value in _SPAN.items()}
    | {"before_change": 12.5, "year_change": -8.0},
    "repeated": {"leaf": "flood.road", "label": "城区内涝", "place": "东园路", "around": "西沟村 · 第三网格"}
    | {"lon": 119.0, "lat": 25.4, "times": 4, "reports": 6, "interval": 12.5, "first_at": NOW.isoformat()}
    | {"last_at": NOW.isoformat(), "agencies": "市水务局", "code": "E1", "stage": "filed"}
    | {"root_code": "E2", "root_stage": "assigned"},
    "pairs": PLACE
    | {"category": "traffic", "label": "道路交通", "asked": 60, "settled": 50, "solved": 30, "rate": 60.0}
    | {"low": 46.2, "high": 72.4, "seen": 12, "seen_rate": 91.7, "hard": True, "thin": False},
    "units": {"code": "water", "name": "水务局", "assigned": 60, "open": 5, "overdue": 2, "soon": 1, "suspended": 0}
    | {
        "closed": 50,
        "to_close": 50,
        "rate": 83.3,
        "answered_on_time": 95.0,
        "on_time": 92.0,
        "returned": 1,
        "thin": False,
    },
    "ahead": PLACE
    | {"leaf": "flood.road", "label": "城区内涝", "why": "rising", "last": 60, "before": 30, "season": 50}
    | {"season_before": 20, "times": 2.0, "there": 9},
    "readiness": PLACE
    | {"people": 52_000, "points": 12, "to_move": 340, "units": 6, "on_duty": 2, "thin": False}
    | {"risk_score": 12, "hit_score": 40, "able_score": 75, "duty_score": 50, "total": 44},
    "crowds": {
        "code": "CR1",
        "name": "凤凰山客流监测点",
        "kind": "crowd",
        "spot": "凤凰山",
        "value": 7_200,
        "unit": "人",
    }
    | {
        "at": NOW.isoformat(),
        "quality": "good",
        "freshness": "fresh",
        "bar": 8_000,
        "share": 90.0,
        "over_at": NOW.isoformat(),
    }
    | {"ahead1": 7_500, "ahead2": 8_200, "ahead3": 7_900, "ahead4": 6_000, "error1": 90, "error2": 120, "error3": None}
    | {"error4": None, "lon": 119.0, "lat": 25.4},
    "posts": {"code": "KK-1", "name": "凤凰山景区入口 01", "kind": "gate", "posted": 2, "needed": 4, "lack": 2}
    | {"station": "凤凰山客流监测点", "value": 7_200, "unit": "人", "share": 90.0, "at": NOW.isoformat()}
    | {"freshness": "fresh", "advice": "more", "lon": 119.0, "lat": 25.4},
    "environment": {"code": "AI0001", "name": "镇海空气站 01", "kind": "air", "quantity": "pm25", "value": 61.5}
    | {
        "unit": "μg/m³",
        "at": NOW.isoformat(),
        "quality": "good",
        "freshness": "fresh",
        "bar": 75.0,
        "share": 82.0,
        "over_at": None,
    }
    | {"ahead1": 60.0, "ahead2": 62.5, "ahead3": 58.0, "ahead4": 50.0, "error1": 4.0, "error2": 5.0, "error3": None}
    | {"error4": None, "lon": 119.0, "lat": 25.4},
    "fires": {
        "code": "E1",
        "title": "林边起火",
        "kind": "wild",
        "label": "山林草地",
        "source": "drone",
        "place": "后山",
    }
    | {"stage": "closed", "found_at": NOW.isoformat(), "arrived_at": NOW.isoformat(), "closed_at": NOW.isoformat()}
    | {"to_arrive": 12.0, "to_close": 95.0, "lon": 119.0, "lat": 25.4},
    "drones": {
        "code": "drone-0001",
        "name": "无人机-001",
        "doing": "flying",
        "battery": 20,
        "task": "看火",
        "mission": "F1",
    }
    | {"seen_at": NOW.isoformat(), "lon": 119.0, "lat": 25.4},
    "water_alarms": {"code": "W1", "title": "水库超汛限", "colour": 2, "place": "常太镇", "state": "acknowledged"}
    | {"raised_at": NOW.isoformat(), "verified_at": NOW.isoformat(), "verified_by": "duty_officer", "step": "verified"}
    | {"assigned_at": None, "followed_at": None, "ended_at": None},
    "fire_sites": {
        "code": "WW1",
        "layer": "heritage",
        "name": "古桥",
        "kind": "building",
        "place": "东阳村",
        "alarm": "水库超汛限",
    }
    | {
        "colour": 3,
        "warning": "W1",
        "check": "overdue",
        "checked_at": NOW.isoformat(),
        "open": 2,
        "hydrants": 3,
        "lon": 119.0,
        "lat": 25.4,
    },
    "watched": {"code": "WH-1", "layer": "hazchem", "name": "油库", "kind": "store", "place": "一村", "alarms": 2}
    | {
        "waiting": 1,
        "what": "烟火",
        "at": NOW.isoformat(),
        "cameras": 3,
        "person": "责任人-001",
        "lon": 119.0,
        "lat": 25.4,
    },
    "sight": {"code": "ZD-1", "name": "水库 01", "kind": "reservoir", "place": "一村 · 第一网格", "people": 120}
    | {"lon": 119.0, "lat": 25.4},
    "centres": PLACE
    | {"level": 2, "desk": "城厢区值班室", "who": "值班员-003", "phone": "100****0003", "stands": "manned"}
    | {"online": 1, "tasks": 3, "villages": 9, "policed": 8, "share": 88.9},
    "entries": {"name": "调度台", "owner": "调度值班室", "about": "派遣", "to": "/dispatch", "state": "open"},
    "vessels": {"code": "YC-001", "name": "平海镇刺网船 001", "kind": "gillnet", "port": "平海镇", "state": "out"}
    | {
        "attention": True,
        "why": "台风预警（橙色）生效，尚未回港",
        "position_at": NOW.isoformat(),
        "lon": 119.3,
        "lat": 25.1,
    }
    | {"crew": 7, "told_at": NOW.isoformat(), "told": "sent"},
    "vital_signs": {
        "field": "城市秩序",
        "code": "alarms",
        "name": "警情",
        "name_en": "Alarms",
        "value": 430.0,
        "unit": "起",
    }
    | {"period": "2024-06", "low": None, "high": 420.0, "state": "high", "change": 2.0, "provenance": "simulated"},
    "topical": {"key": "mediation", "label": "矛盾调解", "reported": 60, "before": 50, "change": 20.0, "filed": 55}
    | {"closed": 50, "rate": 90.9, "low": 80.4, "high": 96.1, "on_time": 98.0, "ended": 50, "first_time": 94.0}
    | {"p50": 900.0, "rooms": 3, "rooms_closed": 2, "rooms_settled": 1, "thin": False},
}
ROWS |= {"heritage": ROWS["fire_sites"]}
ROWS |= {
    "panorama": {"code": "UN1", "name": "镇海下穿通道水尺 01", "kind": "underpass", "place": "一村", "value": 42.0}
    | {"at": NOW.isoformat(), "state": "above", "limit": "guarantee", "over": 15.0, "freshness": "fresh"}
    | {"label": "多数受阻"}
    | {"warning": "W1", "colour": 2, "pump": "P1", "pump_name": "一号泵", "pump_state": "stopped", "do": "start"}
    | {"cameras": 2, "lon": 119.0, "lat": 25.4, "quality": "good"},
    "senses": {"key": "water", "label": "水情", "total": 42, "unit": "站", "above": 2, "silent": 1, "alarms": 3}
    | {"code": "R1", "name": "东河站", "quantity": "level", "value": 6.8, "value_unit": "m", "at": NOW.isoformat()},
    "response": {"step": "send", "label": "一键调度", "n": 9, "unit": "项", "taken": 8, "there": 5, "done": 2}
    | {"first_at": NOW.isoformat(), "last_at": NOW.isoformat()},
}
ROWS |= {
    "enforcement": {"key": "traffic", "label": "交通运输执法", "kinds": 4, "reported": 60, "before": 50, "change": 20.0}
    | {
        "filed": 55,
        "closed": 50,
        "rate": 90.9,
        "low": 80.4,
        "high": 96.1,
        "on_time": 98.0,
        "returned": 1,
        "thin": False,
    },
    "todo": {"key": "overdue", "label": "超期事件", "n": 3, "unit": "件", "to": "/events?state=overdue"},
    "campaigns": {"key": "parking", "label": "违停占道整治", "lead": "交通管理部门", "state": "going", "passed": 45.1}
    | {
        "first": "2024-06-01",
        "last": "2024-09-30",
        "reported": 60,
        "before": 50,
        "filed": 55,
        "done": 50,
        "thin": False,
    }
    | {"closed": 90.9, "closed_target": 95.0, "on_time": 98.0, "on_time_target": 95.0, "change": 20.0}
    | {"change_target": -10.0, "reached": 1, "aims": 3},
}
ROWS |= {
    "growth": {"form": "ytd", "code": "x", "name": "工业用电量增长", "name_en": "Power", "value": 12.5, "direction": 1}
    | {"period": "2024-01..2024-06", "province": 10.3, "versus_province": 2.2, "target": 8.0, "versus_target": 4.5}
    | {"last_year": 6.2, "versus_last_year": 6.3, "rank": 2, "rank_of": "province", "origin": "某局"}
    | PUBLISHED,
    "growth_trends": {"code": "x", "name": "出口总额增长", "name_en": "Exports", "period": "2024-06", "value": 4.8}
    | {"province": 3.4, "unit": "%", "provenance": "simulated"},
    "growth_regions": PLACE
    | {"indicator": "出口总额增长", "value": 4.8, "rank": 1, "period": "2024-06", "enterprises": 9, "above": 3}
    | {"above_share": 33.3, "thin": True, "projects": 2, "total": 3000.0, "provenance": "simulated"},
    "chains": {
        "code": "footwear",
        "name": "鞋服",
        "department": "市工信局",
        "enterprises": 9,
        "above": 3,
        "hightech": 2,
    }
    | {"staff": 300, "links": 7, "strong": 1, "weak": 2, "judged": True, "provenance": "simulated"},
    "investment": {"stage": "lead", "name": "谋划", "n": 3, "total": 900.0, "reached": 9, "conversion": 90.0}
    | {"dwell": 30, "longest": 80, "provenance": "simulated"},
    "policies": {"code": "start_up", "name": "初创企业扶持", "department": "市工信局", "live": True, "matched": 9}
    | {"near": 3, "due": 27.0, "granted": 4, "paid": 1, "paid_amount": 3.0, "chain": "", "provenance": "simulated"},
    "enterprise_signals": {"model": "shell", "code": "shell", "name": "疑似空壳", "n": 3, "of": 90}
    | {"provenance": "simulated"},
}
_WAR = {"footing": "war", "code": "P20240725-0001", "region_code": "350304", "name": "荔城区", "words": "台风逼近"}
_WAR |= {"on": "event-E20240725-1234567", "title": "积水", "begun_at": NOW.isoformat(), "role": "leader"}
ROWS |= {
    "footing": _WAR | {"ended_at": None, "ended_words": None},
    "forces": {"group": "people", "key": "team", "n": 9, "ready": 5, "busy": 2, "off": 1, "old": 1},
    "orders": {"on": "event-E20240725-1234567", "title": "积水", "state": "receipt", "waiting": 2, "coming": 1}
    | {"there": 0, "refused": 1, "due": NOW.isoformat(), "late": True},
    "talks": {"code": "R20240725-0001", "title": "议一议", "form": "consult", "subject": "积水", "members": 3}
    | {"opened_at": NOW.isoformat(), "lines": 4, "conclusions": 2, "asked": 1},
}
FIXED = {
    "group",
    "key",
    "label",
    "code",
    "name",
    "period",
    "unit",
    "provenance",
    "rank_provenance",
    "versus_provenance",
}
FIXED |= {"kind", "stage", "id", "at", "title", "grade", "category", "place", "region_code", "t", "level", "lon", "lat"}
FIXED |= {"footing", "begun_at", "opened_at", "late", "words", "subject"}
FIXED |= {"lead", "first", "last", "passed", "reached", "aims"}
FIXED |= {"form", "name_en", "origin", "rank_of", "model", "of", "department", "judged", "live"}
FIXED |= {"rank", "note", "as_of", "dim", "weekday", "thin", "on"}
FIXED |= {"why", "leaf", "around", "first_at", "last_at", "agencies", "root_code", "root_stage", "hard"}
FIXED |= {"doing", "step", "owner", "agency", "since", "mode", "region", "layer", "holds", "due"}
FIXED |= {"field", "colour", "raised_at", "state", "top", "freshness", "quantity", "track_id", "nearest_at"}
PARTS: dict[str, list[Row]] = {
    "agencies": [{"listed": False, "most": 800}],
    "classes": [{"grade": 2, "label": "多数受阻", "source": "本系统自定"}],
    "read": [
        {"first": "2024-06-01", "days": 9, "whole": False, "events": 10, "times": 3, "metres": 100.0}
        | {"looked": 10, "vague": 2}
    ],
    "raised": [
        {"raised": 9, "closed": 8, "on_time": 87.5, "low": 52.9, "high": 97.8, "days": 1.5}
        | {"thin": True, "whole": False}
    ],
    "judged": [
        {"open": 9, "whole": False, "version": "1", "high": 2, "watch": 1, "days": 90, "from": 5, "from_watch": 3}
    ],
    **{
        name: [PLACE | {"n": 9, "done": 5, "soon": 1, "overdue": 2, "never": 1, "problems": 4}]
        for name in ("food", "food_below")
    },
    "watched": [{"places": 9, "alarmed": 2, "alarms": 3, "waiting": 1, "seen": 4}],
    "wet": [{"kind": "underpass", "total": 9, "above": 2, "silent": 1, "doubted": 0, "normal": 6}],
    "controls": [{"total": 60, "working": 5, "dark": 2, "due": 1}],
    "policed": [{"villages": 9, "policed": 8, "share": 88.9}],
    "unpoliced": [PLACE | {"town": "镇海街道"}],
    "declare": [{"may": True, "code": "350304", "name": "荔城区", "war": False}],
    "subjects": [{"on": "warning-W20240725-123456", "title": "台风橙色预警"}],
    "ended": [_WAR | {"ended_at": NOW.isoformat(), "ended_words": "风雨减弱"}],
    "under_way": [{"n": 3, "late": 1}],
    "sight": [PLACE | {"sites": 9, "seen": 5, "cameras": 90, "known": 20}],
    "sight_below": [PLACE | {"sites": 9, "seen": 5}],
    "marks": [{"code": "water", "prompt": "above", "satisfied": "below"}],
    "whole": [{"prompt": 90.0, "answered_on_time": 97.0, "closed": 95.0, "satisfied": 89.0, "visited_ok": None}],
    "season": [{"known": False}],
    "all": [{"asked": 90, "settled": 80, "solved": 70, "rate": 87.5}],
    "leaves": [
        {"topic": "mediation", "leaf": "dispute.family", "label": "婚姻家庭", "reported": 9, "filed": 8, "closed": 7}
        | {"rate": 87.5, "reopened": 1, "thin": True}
    ],
    "matters": [
        {
            "leaf": "flood.road",
            "label": "城区内涝",
            "reported": 9,
            "filed": 8,
            "rate": 87.5,
            "on_time": 97.0,
            "on": False,
        }
    ],
    "contested": [
        {"code": "E1", "title": "争执", "place": "镇海", "stage": "filed", "reports": 3}
        | {"reopened": 1, "returned": 0}
    ],
    "slice": [{"dim": "category", "key": "flood", "label": "防汛防台"}],
    "change": [{"reported": 5, "closed": 2, "previous": 4, "percent": 25.0}],
    "oldest": [
        {"code": "E1", "title": "积水", "grade": "A", "category": "flood", "stage": "filed", "place": "镇海"}
        | {"deadline_at": NOW.isoformat(), "over": 75, "region_code": "350304001001001001"}
    ],
    "region": [HERE | {"lon": 118.8, "lat": 25.4, "provenance": "official"}],
    "crumbs": [HERE],
    "siblings": [HERE],
    "breaks": [{"value": 4}, {"value": 8}, {"value": 12}, {"value": 18}],
    "layers": [{"layer": "camera", "n": 112_000}],
    "counts": [{"c1": 1, "c2": 0, "c3": 0, "c4": 0, "total": 1}],
    "alarms": [WARNING | {"at": NOW.isoformat(), "n": 3, "places": 2}],
    "warned": [{"code": "350302", "colour": 2}],
    "kinds": [{"kind": "river", "label": "河道水位站", "total": 9, "above": 2, "silent": 1, "doubted": 1, "normal": 5}],
    "limits": [{"code": "S1", "limit": "caution", "value": 7.2}, {"code": "S1", "limit": "guarantee", "value": 8.5}],
    "storm": [STORM],
    "hand": [{"code": "G1", "seq": 0, "may": True, "order": 3}],
    "eyes": [
        {
            "code": "G1",
            "eye": "inner",
            "station": "R1",
            "name": "东河站",
            "quantity": "level",
            "value": 6.8,
            "unit": "m",
        }
        | {"hours": None, "at": NOW.isoformat(), "silent": False, "caution": 6.5}
    ],
    "types": [
        {
            "kind": "wild",
            "label": "山林草地",
            "leaf": "safety.blaze.wild",
            "found": 3,
            "drone": 1,
            "open": 1,
            "on": True,
        }
        | {"to_arrive": 12.0, "to_close": None}
    ],
    "told": [{"value": 300, "source": "某办"}],
    "missions": [
        {
            "code": "F1",
            "name": "无人机-001",
            "place": "后山村",
            "lon": 119.0,
            "lat": 25.4,
            "what": "看火",
            "minutes": 7.5,
        }
        | {"at": NOW.isoformat(), "role": "leader", "ended_at": NOW.isoformat(), "found": "fire", "words": "有烟"}
        | {"state": "sent", "fire": "E1"}
    ],
    "fires": [{"key": "wild", "label": "山林草地"}],
    "growth": [
        {"region": "350302", "code": "x", "name": "出口总额增长", "name_en": "Exports", "value": 4.8, "unit": "%"}
        | {"period": "2024-06", "of": 7, "rank": 1, "provenance": "simulated"}
    ],
    "projects": [{"n": 9, "total": 3000.0}],
    "dropped": [{"n": 1, "total": 300.0}],
    "steps": [{"raised": 1, "verified": 1, "assigned": 0, "followed": 0, "ended": 0}],
    "registers": [{"layer": "heritage", "total": 19, "alarmed": 2, "overdue": 3, "open": 5, "hydrants": 20}],
    "states": [{"out": 1, "in_port": 6, "total": 7}],
    "reasons": [{"code": "YC-001", "state": "out", "about": "台风预警", "colour": 2, "hours": None, "source": ""}],
    "ports": [{"port": "平海镇", "total": 7, "attention": 1, "in_port": 6, "at_sea": 0, "out": 1}],
    "notices": [
        {
            "code": "YC-001",
            "name": "平海镇刺网船 001",
            "at": NOW.isoformat(),
            "role": "leader",
            "words": "回港",
            "state": "sent",
        }
    ],
    "ahead": [
        {"code": "CR1", "at": (NOW + timedelta(hours=n)).isoformat(), "value": 7_500 + 400 * n, "error": [90, None][n]}
        for n in (0, 1)
    ],
    "alerts": [
        {"kind": "ahead", "code": "CR1", "title": None, "place": "凤凰山", "colour": None, "at": NOW.isoformat()},
        {"kind": "crowd", "code": "W1", "title": "客流超载", "place": "凤凰山", "colour": 3, "at": NOW.isoformat()},
    ],
    "clauses": [
        {"code": "G1", "eye": "inner", "name": "东河站", "quantity": "level", "value": 6.8, "sign": "≥", "bar": 6.5}
        | {"hours": None, "named": "caution", "less": 0.0}
    ],
    "orders": [
        {"code": "G1", "name": "一号闸", "kind": "gate", "what": "close", "why": "涨潮", "rule": None}
        | {"role": "duty_officer", "state": "recorded", "at": NOW.isoformat()}
    ],
    "series": [
        {"code": "x", "period": f"2024-{n:02d}", "label": "", "city": n, "province": None, "provenance": "simulated"}
        for n in (5, 6)
    ],
    "totals": [
        {"key": "4", "label": "村居", "value": 976, "unit": "个", "published": 973, "source": "某办"}
        | {"open": 9, "overdue": 3, "share": 33.3, "soon": 2, "suspended": 1, "supervised": 0}
    ],
}


def answer(key: str, rows: list[Row], **given) -> Answer:
    plain = dict(region="350300", level=1, columns=(), rows=rows, unit="件", as_of=NOW, provenance="published")
    parts = {name: part for name, part in PARTS.items() if name != "series" or rows}
    return Answer(**plain | dict(rhythm=timedelta(minutes=10), source="某局", parts=parts) | given)


def drawn(key: str, rows: list[Row], view: View | None = None, **given) -> str:
    """All a panel would send, as one text."""
    parts = panels()[key].draw(answer(key, rows, **given), view or View())
    return " ".join(str(_sent(props)) for props in parts.values())


def _places(node: object) -> set[str]:
    """Names of the parts laid out in a tree, in its components and in its HTML."""
    if isinstance(node, list | tuple):
        return set().union(*map(_places, node))
    if not isinstance(node, Component):
        return set()
    own = vars(node)
    inside = set(re.findall(r'data-part="([^"]+)"', own.get("data-html", "")))
    return inside | _places(own.get("children")) | ({own["data-part"]} if "data-part" in own else set())


def test_every_row_here_belongs_to_a_panel():
    assert sorted(ROWS) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_is_described_in_full(key):
    panel = panels()[key]
    assert panel.title
    assert panel.nothing
    assert {panel.slot, *panel.also} <= {*SLOTS, *CENTRE_SLOTS, *RISK_SLOTS, *STUDY_SLOTS, *ECONOMY_SLOTS, *THEME_SLOTS}
    assert panel.topics
    assert set(panel.topics) <= set(TOPICS)


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_follows_fields_that_a_view_has(key):
    follows = panels()[key].follows
    assert set(follows) <= {field.name for field in fields(View)}
    assert {"region", "at", "lang"} <= set(follows)
    assert not {"layers", "skin", "distance"} & set(follows)


@pytest.mark.parametrize("key", KEYS)
def test_a_frame_carries_the_hooks_of_checks_from_the_beginning(key):
    root = vars(framed(panels()[key]))
    assert (root["data-panel"], root["data-state"], root["data-as-of"], root["data-region"]) == (key, "loading", "", "")


@pytest.mark.parametrize("key", KEYS)
def test_every_part_that_is_drawn_has_its_place(key):
    panel = panels()[key]
    sent = set(panel.draw(answer(key, [ROWS[key]]), View())) - {"scene", "crumbs"}
    assert sent - _places(framed(panel)) == set()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("window", WINDOWS)
def test_a_full_row_is_drawn(key, window):
    assert drawn(key, [ROWS[key]], View(window=window))


@pytest.mark.parametrize("key", KEYS)
def test_a_row_without_any_figure_is_drawn_with_dashes(key):
    bare = {name: value if name in FIXED else None for name, value in ROWS[key].items()}
    said = drawn(key, [bare])
    assert "None" not in markup(said.replace("': None", ""))


@pytest.mark.parametrize("key", KEYS)
def test_zeroes_divide_nothing(key):
    zero = {name: value if name in FIXED or isinstance(value, str) else 0 for name, value in ROWS[key].items()}
    assert not re.search(r"\bnan\b|\binf\b", drawn(key, [zero]))


@pytest.mark.parametrize("key", KEYS)
def test_no_rows_are_no_error(key):
    drawn(key, [])


@pytest.mark.parametrize("key", KEYS)
def test_figures_of_an_upper_level_are_drawn(key):
    drawn(key, [ROWS[key]], level=3, upper="荔城区")


@pytest.mark.parametrize("metric", METRICS)
def test_the_map_is_drawn_for_every_metric(metric):
    assert "城厢区" in drawn("map", [ROWS["map"]], View(metric=metric))


def test_a_stay_over_its_limit_is_marked_and_one_within_is_not():
    assert "▲ 20分" in drawn("funnel", [ROWS["funnel"]])
    assert "▲" not in drawn("funnel", [ROWS["funnel"] | {"dwell_p50": 4.0, "dwell_p90": 9.0}])


def test_the_event_centres_funnel_has_a_column_for_the_ninth_tenth_marked_when_over_its_limit():
    said = drawn("centre_funnel", [ROWS["funnel"]])
    assert "P90" in said and "▲ 40分" in said
    assert "▲ 40分" not in drawn("centre_funnel", [ROWS["funnel"] | {"limit": 60}])
    assert "40分" not in drawn("centre_funnel", [ROWS["funnel"] | {"dwell_p90": None}])


def test_a_figure_less_well_founded_than_its_panel_says_so():
    tile = ROWS["economy"] | {"code": "y", "provenance": "simulated"}
    assert "chip-simulated" in drawn("economy", [ROWS["economy"], tile])


def test_the_register_stands_beside_the_published_figure():
    said = drawn("grid", [ROWS["grid"]])
    assert "976" in said
    assert "公布 973" in said


def test_a_row_of_the_event_centre_narrows_the_page_and_once_chosen_leads_back():
    assert 'href="?slice=grade:A"' in drawn("breakdown", [ROWS["breakdown"]])
    assert 'href="?slice="' in drawn("breakdown", [ROWS["breakdown"] | {"on": True}])
    assert "防汛防台" in drawn("centre_funnel", [ROWS["funnel"]])


def test_few_cases_are_told_and_not_ranked():
    few = {"thin": True, "rank": None, "closed": 9}
    assert "样本不足" in drawn("agencies", [ROWS["agencies"] | few])
    assert "样本不足" not in drawn("agencies", [ROWS["agencies"]]).partition("'rule'")[0]
    assert "thin" in drawn("ranking", [ROWS["ranking"]])


def test_what_is_over_its_deadline_says_by_how_much_and_leads_to_the_event():
    said = drawn("backlog", [ROWS["backlog"]])
    assert "超 1时15分" in said
    assert 'href="/events/E1"' in said
