"""The kinds of file a school sends that are previewed, merged and taken back.

A room above the ledger adds its own kinds once, in its app's `ready`: `register_source(LESSONS)`.
"""

from collections.abc import Callable
from typing import Any

from waymark.access.scope import Scope
from waymark.intake.models import Delivery
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell
from waymark.ledger.actions.exchange_undo import take_back_exchange
from waymark.ledger.rules.exchange import KIND as EXCHANGE
from waymark.ledger.sources.activities.receiving import ACTIVITIES
from waymark.ledger.sources.attendance.receiving import MARKS
from waymark.ledger.sources.learners.receiving import LEARNERS

_ALL: tuple[Source[Any, Any], ...] = (*LEARNERS.values(), ACTIVITIES, MARKS)
SOURCES: dict[str, Source[Any, Any]] = {source.kind: source for source in _ALL}


def _take_back_folder(delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
    return take_back_exchange(delivery=delivery, tell=tell, by=by)


# What undoes each kind, once merged. An exchange folder comes in by the command line, whole, and is undone like others.
TAKES_BACK: dict[str, Callable[[Delivery, Tell, Scope], Delivery]] = {
    **{kind: source.take_back for kind, source in SOURCES.items()},
    EXCHANGE: _take_back_folder,
}


def register_source(source: Source[Any, Any]) -> None:
    """Say that files of this kind are taken in too."""
    SOURCES[source.kind] = source
    TAKES_BACK[source.kind] = source.take_back
