"""What of a responsible person a reader sees: names from clearance 1, whole telephone numbers from clearance 2."""

import re

NAMES, PHONES = 1, 2  # clearances
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,18}")
HIDDEN = re.compile(r"[0-9]{0,3}\*{4}[0-9]{1,4}")  # as this module writes it
_DIGIT = re.compile(r"[0-9]")


def masked_phone(phone: str | None, clearance: int) -> str | None:
    """138****1234: the first three and the last four digits, when enough remain hidden between them."""
    if phone is None or clearance >= PHONES:
        return phone
    digits = "".join(_DIGIT.findall(phone))
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 10 else f"****{digits[-2:]}"


def masked_name(name: str, clearance: int) -> str:
    """The first letter for those who may not know people."""
    return name if clearance >= NAMES else f"{name[:1]}**"
