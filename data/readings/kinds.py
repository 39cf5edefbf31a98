"""What each kind of station measures, and what a gauge of a quantity can say at all.

Ranges are wide: physical limits, not thresholds. Rain is of one reading; the heaviest five minutes on record stay
below 65 mm (WMO world records), gusts below 115 m/s. Levels and tides are heights above the datum of the station.
"""

from collections.abc import Mapping

MEASURES = {  # the first is the one by which a station is shown
    "rain": ("rain",),
    "river": ("level",),
    "reservoir": ("level", "storage"),
    "tide": ("tide",),
    "wind": ("wind", "gust", "wind_from"),
    "soil": ("soil",),
    "waterlog": ("depth",),
    "gas": ("gas",),
    "crowd": ("people",),
    "geo": ("crack", "tilt", "settle"),
    "forest": ("temp", "humidity", "hotspots"),
    "sea": ("wave", "wind", "tide"),
    "air": ("pm25", "ozone", "visibility"),
    "water": ("nh3n", "ph", "codmn"),
    "noise": ("noise",),
    "tank": ("fill", "temp", "pressure"),
    "plant": ("temp", "pressure", "oxygen"),
    "toxic": ("h2s", "nh3", "chlorine", "co", "voc"),
    "truck": ("speed", "temp", "pressure"),
    "road": ("visibility", "temp"),
    "fuel": ("gas", "fill", "pressure"),
    "user": ("gas", "nh3", "chlorine"),
    "waste": ("temp", "voc", "fill"),
    "underpass": ("depth",),
    "street": ("depth",),
    "care": ("falls", "heart", "breath"),
}
MAIN = {kind: quantities[0] for kind, quantities in MEASURES.items()}
RANGES = {
    "rain": (0.0, 100.0),
    "level": (-50.0, 5_000.0),
    "storage": (0.0, 5_000_000.0),
    "tide": (-10.0, 15.0),
    "wind": (0.0, 100.0),
    "gust": (0.0, 120.0),
    "wind_from": (0.0, 360.0),
    "soil": (0.0, 100.0),
    "depth": (0.0, 1_000.0),
    "gas": (0.0, 100.0),
    "people": (0.0, 1_000_000.0),
    "flow": (-10_000.0, 100_000.0),
    "seepage": (0.0, 10_000.0),
    "wave": (0.0, 30.0),
    "temp": (-200.0, 2_000.0),
    "humidity": (0.0, 100.0),
    "visibility": (0.0, 100_000.0),
    "crack": (-10_000.0, 10_000.0),
    "tilt": (-90.0, 90.0),
    "settle": (-10_000.0, 10_000.0),
    "hotspots": (0.0, 10_000.0),
    "pressure": (-0.1, 400.0),
    "fill": (0.0, 100.0),
    "oxygen": (0.0, 100.0),
    "h2s": (0.0, 10_000.0),
    "nh3": (0.0, 10_000.0),
    "chlorine": (0.0, 10_000.0),
    "co": (0.0, 10_000.0),
    "voc": (0.0, 10_000.0),
    "pm25": (0.0, 5_000.0),
    "ozone": (0.0, 2_000.0),
    "ph": (0.0, 14.0),
    "nh3n": (0.0, 1_000.0),
    "codmn": (0.0, 10_000.0),
    "noise": (0.0, 200.0),
    "speed": (0.0, 300.0),
    "falls": (0.0, 20.0),
    "heart": (0.0, 300.0),
    "breath": (0.0, 100.0),
}
SMALLEST = {
    "level": 0.2,
    "tide": 0.2,
    "storage": 1.0,
}  # heights and volumes that a unit mistaken makes 100 times as great


def span(quantity: str, limits: Mapping[str, float]) -> tuple[float, float]:
    """What a gauge with these limits can say: far above its highest limit no water stands."""
    low, high = RANGES[quantity]
    top = max(limits.values(), default=0.0)
    return (low, min(high, 5 * top)) if quantity in SMALLEST and top > 0 else (low, high)
