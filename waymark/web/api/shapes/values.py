"""The few kinds of value every shape is made of, strict enough that a slip is told and not guessed at."""

import re
from datetime import date
from typing import Annotated, Any

from annotated_types import Ge, Le
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, StrictStr, StringConstraints, WithJsonSchema

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
_NO_CONTROL = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"


def _iso_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value) and value.isascii():
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and _FIRST <= day <= _LAST:
            return day
    raise ValueError("a day such as 2026-11-22, from 1990 to 2100")


Day = Annotated[date, BeforeValidator(_iso_day), WithJsonSchema({"type": "string", "format": "date"})]
Words = Annotated[StrictStr, StringConstraints(max_length=2000, pattern=_NO_CONTROL)]
ShortWords = Annotated[StrictStr, StringConstraints(max_length=200, pattern=_NO_CONTROL)]
PublicId = Annotated[str, StringConstraints(pattern=r"^[2-9a-hjkmnp-z]{12}$")]
Amount = Annotated[StrictStr, StringConstraints(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")]
Limit = Annotated[int, Ge(1), Le(200)]
Start = Annotated[int, Ge(0), Le(1_000_000)]
YearGroup = Annotated[int, Ge(7), Le(14)]
AcademicYear = Annotated[int, Ge(1990), Le(2100)]


class Sent(Schema):
    """A body somebody sends: a field it does not know is a slip, and told."""

    model_config = ConfigDict(extra="forbid")
