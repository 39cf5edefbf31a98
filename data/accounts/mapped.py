"""What the claims of another sign-in mean here: the shape of `YITU_OIDC_MAP`."""

from pydantic import BaseModel, ConfigDict


class Place(BaseModel):
    """What one value of the claim means here. Of several regions the platform begins at the first; none: the city."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    role: str
    region: str = ""
    regions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ("*",)

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(one for one in dict.fromkeys((self.region, *self.regions)) if one)


class Mapped(BaseModel):
    """`YITU_OIDC_MAP`: the claim, and its values in the order in which they count."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    claim: str
    values: dict[str, Place]
