"""The kinds of file a school sends that are previewed, merged and taken back."""

from collections.abc import Mapping
from typing import Any

from waymark.ledger.sources.activities.receiving import ACTIVITIES
from waymark.ledger.sources.attendance.receiving import MARKS
from waymark.ledger.sources.learners.receiving import LEARNERS
from waymark.ledger.sources.receiving import Source

SOURCES: Mapping[str, Source[Any, Any]] = {source.kind: source for source in (*LEARNERS.values(), ACTIVITIES, MARKS)}
