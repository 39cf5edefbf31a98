"""What each kind of station measures, and what a gauge of a quantity can say at all.

Ranges are wide: physical limits, not thresholds. Rain is of one reading; the heaviest five minutes on record stay
below 65 mm (WMO world records), gusts below 115 m/s. Levels and tides are heights above the datum of the station.
"""

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
}
