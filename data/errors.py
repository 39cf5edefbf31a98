"""What can go wrong, as the person or the sender is told.

CockpitError
├── BadInput        400  a parameter makes no sense
├── SignInNeeded    401  nobody is signed in, or not any more
├── SignInRefused   401  name and password do not fit, or the account is not in force (never says which)
├── LockedOut       429  too many wrong passwords: `seconds` until the next try
├── Forbidden       403  known, but not for this role or sender
├── UnknownRegion   404  no such region, or not for this scope (never says which)
├── UnknownThing    404  no such panel, layer or storm
├── EventRefused    409  the event does not allow this move now
├── WarningRefused  409  nor the warning
├── ControlRefused  409  the gate or pump has been ordered otherwise meanwhile, or cannot do that
├── DispatchRefused 409  somebody was faster, or the order or its task is no longer at that point
├── SignalRefused   409  somebody has judged it already
├── RoomRefused     409  the room is closed, or its conclusion is no longer at that point
├── FootingRefused  409  the region is on that footing already
├── BriefingRefused 409  the briefing was changed meanwhile, or its show is over
├── ThingRefused    409  the register's thing is not as its changer saw it
├── ListRefused     409  the item of a list, or the profile, is no longer at that point
├── ReturnRefused   409  the lot of returned data is no longer at that point
├── IndicatorRefused 409 the indicator was defined anew meanwhile
├── CoordinationRefused 409 a visit, danger or demand is no longer at that point
├── LinkOver        410  the signed link to a task is too old
├── TooMany         503  all places are taken: come back later
│   └── TooManyOfOne 429  this asker has taken all that one may have
├── NotReady        503  the database holds no city yet
└── CityError            a city pack or boundary file cannot be used (command line)
"""


class CockpitError(Exception):
    """`str(error)` is a sentence for the reader; `status` is what a door answers."""

    status = 500


class BadInput(CockpitError):
    status = 400


class SignInNeeded(CockpitError):
    status = 401


class SignInRefused(CockpitError):
    status = 401


class LockedOut(CockpitError):
    status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Forbidden(CockpitError):
    status = 403


class EventRefused(CockpitError):
    status = 409


class DispatchRefused(CockpitError):
    status = 409


class RoomRefused(CockpitError):
    status = 409


class FootingRefused(CockpitError):
    status = 409


class BriefingRefused(CockpitError):
    status = 409


class ReportRefused(CockpitError):
    """The layout was changed by somebody else meanwhile, or names what is not there any more."""

    status = 409


class ThingRefused(CockpitError):
    status = 409


class ListRefused(CockpitError):
    status = 409


class ReturnRefused(CockpitError):
    status = 409


class IndicatorRefused(CockpitError):
    status = 409


class CoordinationRefused(CockpitError):
    status = 409


class WarningRefused(CockpitError):
    status = 409


class SignalRefused(CockpitError):
    status = 409


class ControlRefused(CockpitError):
    status = 409


class UnknownRegion(CockpitError):
    status = 404


class UnknownThing(CockpitError):
    status = 404


class LinkOver(CockpitError):
    status = 410


class TooMany(CockpitError):
    status = 503


class TooManyOfOne(TooMany):
    status = 429


class NotReady(CockpitError):
    status = 503


class CityError(CockpitError):
    status = 422
