"""平时 and 战时: on which footing a region is."""

FOOTINGS = {"war": "战时", "peace": "平时"}
DECLARERS = ("leader", "duty_officer")  # who put a region on another footing
LONGEST = 200
