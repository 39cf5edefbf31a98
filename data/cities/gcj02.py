"""GCJ-02, the shifted coordinates that maps made in China must use, and back to WGS-84.

The shift is a sum of sines of the offset from 105 E, 35 N, scaled by the Krasovsky 1940 ellipsoid.
"""

import numpy as np

Points = np.ndarray  # shape (n, 2): longitude, latitude
AXIS_M = 6_378_245.0  # Krasovsky 1940 semi-major axis
ECCENTRICITY2 = 0.00669342162296594323
ROUNDS = 6  # the inverse is a fixed point: each round gains more than two digits


def from_wgs84(points: Points) -> Points:
    """WGS-84 to GCJ-02, degrees."""
    east, north = (points - np.array([105.0, 35.0])).T
    ripple = 20 * np.sin(6 * np.pi * east) + 20 * np.sin(2 * np.pi * east)
    root = np.sqrt(np.abs(east))
    lat_m = -100 + 2 * east + 3 * north + 0.2 * north**2 + 0.1 * east * north + 0.2 * root
    lat_m += (ripple + _waves(north, (20, 40, 160, 320), (1, 3, 12, 30))) * 2 / 3
    lon_m = 300 + east + 2 * north + 0.1 * east**2 + 0.1 * east * north + 0.1 * root
    lon_m += (ripple + _waves(east, (20, 40, 150, 300), (1, 3, 12, 30))) * 2 / 3
    lat = np.radians(points[:, 1])
    bulge = 1 - ECCENTRICITY2 * np.sin(lat) ** 2
    metres_lat = AXIS_M * (1 - ECCENTRICITY2) / bulge**1.5
    metres_lon = AXIS_M / np.sqrt(bulge) * np.cos(lat)
    return points + np.degrees(np.column_stack([lon_m / metres_lon, lat_m / metres_lat]))


def to_wgs84(points: Points) -> Points:
    """GCJ-02 to WGS-84, degrees, to better than a millimetre."""
    guess = points
    for _ in range(ROUNDS):
        guess = guess + points - from_wgs84(guess)
    return guess


def _waves(offset: Points, heights: tuple[int, ...], lengths: tuple[int, ...]) -> Points:
    return np.sum([h * np.sin(np.pi * offset / n) for h, n in zip(heights, lengths, strict=True)], axis=0)
