"""What an indicator is: said by its office, counted from the cube of events, or calculated from others."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from data.errors import BadInput
from data.language import gettext as _
from data.schema.cube import MEASURES
from data.view import DIMS

CODE = re.compile(r"[a-z][a-z0-9_]{1,63}")
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
FREQUENCIES = {"month": "月", "quarter": "季", "year": "年"}
DIRECTIONS = {1: "越高越好", -1: "越低越好", 0: "无优劣"}
KINDS = {"said": "填报", "formula": "公式", "cube": "事件统计"}
FIELDS = {  # what people call them; gettext msgids
    "code": "代码",
    "name_zh": "名称",
    "name_en": "英文名称",
    "domain": "领域",
    "branch": "类",
    "unit": "单位",
    "department": "责任部门",
    "frequency": "频率",
    "direction": "方向",
    "target": "年度目标",
    "low": "下限",
    "high": "上限",
    "source": "数据来源",
    "calc": "公式",
    "cube": "事件统计",
    "roll": "汇总",
}


class CubeQuery(BaseModel):
    """How many events: a measure, of one key of one dimension, in regions down to a level, within a window."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    measure: Literal[MEASURES]  # type: ignore[valid-type]
    dim: Literal["all", *DIMS] = "all"  # type: ignore[valid-type]
    key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)] = ""
    level: int = Field(4, ge=1, le=4)
    window: Literal["month", "ytd"] = "month"

    @model_validator(mode="after")
    def _keyed(self) -> "CubeQuery":
        if (self.dim == "all") != (not self.key):
            raise ValueError("key")
        return self


class Definition(BaseModel):
    """One version of an indicator."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Annotated[str, StringConstraints(pattern=CODE.pattern + "$")]
    name_zh: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=96)]
    domain: Short
    branch: Short
    unit: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16)]
    department: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    frequency: Literal["month", "quarter", "year"]
    direction: Literal[-1, 0, 1]
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
    target: float | None = Field(None, allow_inf_nan=False)
    low: float | None = Field(None, allow_inf_nan=False)
    high: float | None = Field(None, allow_inf_nan=False)
    calc: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    cube: CubeQuery | None = None
    roll: Literal["", "sum"] = ""

    @property
    def kind(self) -> str:
        return "formula" if self.calc else "cube" if self.cube else "said"


def definition_of(given: Mapping[str, Any]) -> Definition:
    """BadInput naming each field that is missing or cannot be."""
    try:
        return Definition.model_validate(given)
    except ValidationError as error:
        wrong = dict.fromkeys(str(one["loc"][0]) for one in error.errors() if one["loc"])
        words = "、".join(_(FIELDS[one]) if one in FIELDS else one for one in wrong)
        raise BadInput(_("请填对：{fields}").format(fields=words or "?")) from None


def from_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields of a row of `indicator`, as they were laid down, checked or not."""
    told = {name: row[name] for name in Definition.model_fields}
    return told | {"calc": row["calc"] or "", "cube": json.loads(row["cube"]) if row["cube"] else None}
