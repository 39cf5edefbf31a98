"""What the claims of another sign-in mean here: the shape of `YITU_OIDC_MAP`."""

from pydantic import BaseModel, ConfigDict


class Place(BaseModel):
    """What one value of the claim means here; the region "" is the city."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    role: str
    region: str = ""
    departments: tuple[str, ...] = ("*",)


class Mapped(BaseModel):
    """`YITU_OIDC_MAP`: the claim, and its values in the order in which they count."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    claim: str
    values: dict[str, Place]
