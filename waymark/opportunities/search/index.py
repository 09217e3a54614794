"""The index as one process has it: the file that all share, and what has changed since it was written.

Before each search the process asks the database for the changes above the last it has seen (`CourseChange`, written in
the transaction of the change itself) and takes them in: so every process is as new as the database, however many there
are and whoever made the change. Where many have changed, it first looks whether whoever changed them left a newer file.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from django.db import DatabaseError

from waymark.opportunities.search import filed
from waymark.opportunities.search.areas import Areas
from waymark.opportunities.search.asking import SearchUnavailable
from waymark.opportunities.search.documents import Document
from waymark.opportunities.search.filed import Mark
from waymark.opportunities.search.making import MANY, changes_since, last_change, made, path_of_file
from waymark.opportunities.search.matching import Standing
from waymark.opportunities.search.reading import live_documents
from waymark.opportunities.search.segment import Segment, segment_of
from waymark.places.models import Organisation

RECENT = 64  # changed runs laid out anew with each change; then they join those changed earlier
FEWEST, SHARE = 2_000, 10  # once more than this, or than one in so many, have changed, a new file is written
_log = logging.getLogger(__name__)
_lock = threading.RLock()


@dataclass(frozen=True)
class _Layer:
    """Some documents, the latest word on each run in it; runs that a later layer speaks of do not stand."""

    segment: Segment
    gone: frozenset[int] = frozenset()
    documents: dict[int, Document] = field(default_factory=dict)  # empty for the file's

    def without(self, runs: Set[int]) -> _Layer:
        held = self.segment.rows_of_runs
        rows = {held[run] for run in runs if run in held}
        if not rows:
            return self
        left = {run: document for run, document in self.documents.items() if run not in runs}
        return replace(self, gone=self.gone | rows, documents=left)

    def standing(self) -> Standing:
        if not self.gone:
            return Standing(self.segment)
        stands = np.ones(self.segment.size, dtype=bool)
        stands[list(self.gone)] = False
        return Standing(self.segment, stands)


@dataclass(frozen=True)
class _State:
    """All that a process holds: the file's layer and two of later changes, and up to which change they go."""

    layers: tuple[_Layer, _Layer, _Layer]
    path: Path
    mark: Mark
    file_mark: Mark
    areas: Areas
    register: int  # how many rows the register had when the areas were read
    index: tuple[Standing, ...]

    @property
    def changed(self) -> int:
        return sum(len(layer.documents) for layer in self.layers) + len(self.layers[0].gone)


_state: _State | None = None


def current_index() -> tuple[Standing, ...]:
    """The index, as new as the database."""
    global _state
    with _lock:
        try:
            state = _state if _state and _state.path == path_of_file() else _opened()
            while changes := changes_since(state.mark, _most(state)):
                theirs = _written_by_another(state.path, state) if len(changes) > MANY else None
                if theirs is not None:
                    state = theirs
                elif len(changes) + state.changed > _most(state):
                    state = _written_anew(state)
                else:
                    state = _taken_in(state, changes)
            if changes is None:  # another database, or one put back to an earlier day
                state = _written_anew(None)
            _state = state
        except (OSError, ValueError, DatabaseError) as trouble:
            _log.exception("The index of courses cannot be had.")
            raise SearchUnavailable(str(trouble)) from trouble
        return state.index


def refresh() -> int:
    """Write the file anew, of every run, where more than a few have changed since or it was joined; how many it holds.

    What a joined file says of the areas of runs that did not change may be of an older register.
    """
    global _state
    with _lock:
        current_index()
        if _state is not None and (_state.changed > RECENT or filed.was_joined(_state.path)):
            _state = _written_anew(_state, from_nothing=True)
        return sum(each.count for each in _state.index) if _state else 0


def forget() -> None:
    """Hold nothing: the next search opens the file again."""
    global _state
    with _lock:
        _state = None


def _most(state: _State) -> int:
    return max(FEWEST, state.layers[0].segment.size // SHARE)


def _opened() -> _State:
    try:
        return _fresh(*filed.read(path_of_file()))
    except filed.Unreadable as why:
        _log.info("The index of courses is made anew: %s.", why)
        return _written_anew(None)


def _fresh(segment: Segment, mark: Mark, areas: Areas | None = None) -> _State:
    layers = (_Layer(segment), _EMPTY, _EMPTY)
    areas, register = areas or Areas.as_registered(), Organisation.objects.count()
    return _State(layers, path_of_file(), mark, mark, areas, register, _index(layers))


def _index(layers: Iterable[_Layer]) -> tuple[Standing, ...]:
    return tuple(layer.standing() for layer in layers if layer.segment.size)


def _written_anew(before: _State | None, *, from_nothing: bool = False) -> _State:
    """Make the file anew, unless another process has just done so: from the one before where that saves work."""
    path = path_of_file()
    with filed.writing(path):
        theirs = _written_by_another(path, before)
        if theirs is not None and not (from_nothing and filed.was_joined(path)):
            return theirs
        mark = last_change()  # before the runs are read: what changes meanwhile is taken in once more
        areas = Areas.as_registered()
        older = None if before is None or from_nothing else (before.layers[0].segment, before.file_mark)
        segment, is_joined = made(older, areas)
        try:
            filed.write(path, segment, mark, is_joined=is_joined)
        except OSError:  # a full disk: this process searches what it has in memory
            _log.exception("The index of courses cannot be written.")
        return _fresh(segment, mark, areas)


def _written_by_another(path: Path, before: _State | None) -> _State | None:
    """What is in the file, if it is nearly as new as the database and newer than what this process opened."""
    try:
        segment, mark = filed.read(path)
    except filed.Unreadable:
        return None
    pending = changes_since(mark, FEWEST)
    if pending is None or len(pending) > FEWEST or (before and mark.number <= before.file_mark.number):
        return None
    return _fresh(segment, mark)


def _taken_in(state: _State, changes: list[Mark]) -> _State:
    """The state with those runs as they stand now."""
    areas, register = state.areas, Organisation.objects.count()
    if register != state.register:
        areas = Areas.as_registered()
    runs = {change.run for change in changes}
    base, earlier, recent = (layer.without(runs) for layer in state.layers)
    documents = recent.documents | {each.run: each for each in live_documents(areas, runs)}
    if len(documents) > RECENT:
        earlier, documents = _layer(earlier.documents | documents), {}
    layers = (base, earlier, _layer(documents))
    return _State(layers, state.path, changes[-1], state.file_mark, areas, register, _index(layers))


def _layer(documents: dict[int, Document]) -> _Layer:
    return _Layer(segment_of(documents.values()), documents=documents)


_EMPTY = _layer({})
