"""What a handover says, as frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HandoverPart:
    """One table of the handover: who is promised what, or how something is set up.

    `page` is the url name of the school's page where it is seen to. `may_see` false: the reader may not see it, and the
    table is empty for that reason, not because there is nothing.
    """

    name: str
    title: str
    lede: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    page: str
    may_see: bool = True


@dataclass(frozen=True)
class Handover:
    """All of it as at a day, `to` the careers leader of that day, `from_whom` the one before, if any."""

    school: str
    on: date
    to: str
    from_whom: str
    parts: tuple[HandoverPart, ...]
