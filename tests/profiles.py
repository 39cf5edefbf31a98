"""The sizes of screen that the cockpit is laid out for: name, width and height in pixels."""

PROFILES = (
    ("1366", 1366, 768),
    ("1920", 1920, 1080),
    ("2560", 2560, 1440),
    ("4k", 3840, 2160),
    ("3840", 3840, 1080),
    ("5760", 5760, 1080),
    ("7680", 7680, 2160),
)
