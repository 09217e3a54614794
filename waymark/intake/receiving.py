"""How a school's file comes in, whatever its kind: taken, read and told of, then merged; what differs is a `Source`.

Reading and comparing are the long part and hold no lock. What comes of them is written in one short transaction, which
first looks whether what the file was read against still stands, and reads again where it does not. The same functions
serve a page, the background and the command line; `tell` is told how far they are.
"""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from django.conf import settings
from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import content_key, content_of_delivery, settle, sha256_of, take_delivery
from waymark.intake.jobs import WorkRefused
from waymark.intake.measuring import measure_tables
from waymark.intake.models import Delivery
from waymark.intake.queries import same_bytes
from waymark.intake.reading import Reading
from waymark.kernel.telling import Tell, untold
from waymark.places.models import Organisation

State = Delivery.State
_PACKED, _PACKED_ROW, _LONGEST_ROW = b"PK", 80, 1000  # bytes; a spreadsheet comes packed


class NotMergeable(WorkRefused):
    """The delivery cannot be merged: refused whole, or already merged or undone."""


class Preview(Protocol):
    """What a file says and what merging it would do, or did."""

    @property
    def reading(self) -> Reading: ...

    @property
    def outcome(self) -> dict[str, int]: ...


R = TypeVar("R")  # a file as read, with what it was read against
P = TypeVar("P", bound=Preview)


class Source(ABC, Generic[R, P]):
    """One kind of file: how it is read, compared with what is kept, merged and taken back."""

    kind: str
    needs: Permission
    weight = 1.0  # how long a row takes, a row of learners being 1
    comes_again = True  # the same bytes again: rows refused the first time are taken in, if they now can be

    @abstractmethod
    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> R:
        """Read the file; writes nothing."""

    @abstractmethod
    def reading_of(self, read: R) -> Reading:
        """What was read, with everything wrong with it."""

    @abstractmethod
    def still_holds(self, read: R, school: Organisation) -> bool:
        """Whether reading it again now would say the same."""

    @abstractmethod
    def compared(self, read: R, school: Organisation, on: date) -> P:
        """What merging it would do; writes nothing."""

    def only_new(self, preview: P) -> P:
        """Of a file that was merged before: only what was refused then and can be taken in now."""
        return preview

    @abstractmethod
    def merge(self, delivery: Delivery, read: R, answers: Any, on: date, tell: Tell, by: Scope) -> P:
        """Write what the file says: a part of a transaction."""

    @abstractmethod
    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        """Undo a merged file; raises `WorkRefused` where something rests on it."""

    def read_as(self, school: Organisation) -> str:
        """What else than its bytes decides how a file is read."""
        return ""

    def day(self, delivery: Delivery, on: date) -> date:
        """The day a delivery is merged as at: of most kinds, the day of merging."""
        return on


def is_long(source: Source[Any, Any], content: bytes, rows: int = 0) -> bool:
    """Whether reading and merging a file takes longer than one waits for a page, by its rows: known, or guessed."""
    size = len(content)
    guessed = size // _PACKED_ROW if content.startswith(_PACKED) else max(content.count(b"\n"), size // _LONGEST_ROW)
    return (rows or guessed) * source.weight > settings.WAYMARK_AT_ONCE


def previewed(source: Source[Any, P], *, content: bytes, school: Organisation, on: date, tell: Tell = untold) -> P:
    """Read a file and compare it with what is kept, keeping nothing."""
    return source.compared(source.read(content, school, on, tell), school, on)


@transaction.atomic
def take(
    source: Source[Any, Any], *, content: bytes, filename: str, school: Organisation, on: date, by: Scope
) -> Delivery:
    """Take a file in, not yet read; the day it speaks for stands once it is merged."""
    by.require(source.needs, school.pk)
    delivery = take_delivery(
        content=content,
        filename=filename,
        kind=source.kind,
        organisation=school,
        needs=source.needs,
        speaks_for=on,
        read_as=source.read_as(school),
        by=by,
    )
    if delivery.state in {State.TAKEN, State.PREVIEWED} and delivery.speaks_for != on:
        delivery.speaks_for = on
        delivery.save(update_fields=["speaks_for"])
    return delivery


def receive(
    source: Source[Any, P],
    *,
    content: bytes,
    filename: str,
    school: Organisation,
    on: date,
    tell: Tell = untold,
    by: Scope,
) -> tuple[Delivery, P]:
    """Take a file in and preview it. One merged before stays merged, unless rows refused then can be taken in now."""
    by.require(source.needs, school.pk)
    day = _day_of_first(source, content, school, on)
    preview = previewed(source, content=content, school=school, on=day, tell=tell)
    with _taken(source, content, filename, school, on, by) as delivery:
        return delivery, _told(source, delivery, preview, by)


def reading(source: Source[Any, P], *, delivery: Delivery, tell: Tell = untold, by: Scope) -> Callable[[], P]:
    """Read a file that was taken in; returns what writes its preview."""
    by.require(source.needs, delivery.whose)
    content, school = content_of_delivery(delivery), _school_of(delivery)
    preview = previewed(source, content=content, school=school, on=delivery.day, tell=tell)

    def write() -> P:
        return _told(source, _locked(delivery), preview, by)

    return write


def merging(
    source: Source[Any, P], *, delivery: Delivery, answers: Any = None, on: date, tell: Tell = untold, by: Scope
) -> Callable[[], P]:
    """Read a previewed file again, to merge it as things stand now; returns what writes it, in one transaction."""
    by.require(source.needs, delivery.whose)
    _refuse_unless(delivery, State.PREVIEWED)
    content, school, day = content_of_delivery(delivery), _school_of(delivery), source.day(delivery, on)
    read = source.read(content, school, day, tell)

    def write() -> P:
        locked = _locked(delivery)
        _refuse_unless(locked, State.PREVIEWED)
        fresh = read if source.still_holds(read, school) else source.read(content, school, day, tell)
        return _merged(source, locked, fresh, answers, day, tell, by)

    return write


def merge(
    source: Source[Any, P], *, delivery: Delivery, answers: Any = None, on: date, tell: Tell = untold, by: Scope
) -> P:
    """Merge a previewed file; what has changed since its preview is taken as it stands now."""
    write = merging(source, delivery=delivery, answers=answers, on=on, tell=tell, by=by)
    with transaction.atomic():
        return write()


def take_whole(
    source: Source[Any, P],
    *,
    content: bytes,
    filename: str,
    school: Organisation,
    on: date,
    answers: Any = None,
    tell: Tell = untold,
    by: Scope,
) -> tuple[Delivery, P]:
    """Take a file in and merge it at once, reading it only once. A file refused whole is kept as refused.

    The same bytes again change nothing, but rows refused the first time are taken in if they now can be.
    """
    by.require(source.needs, school.pk)
    day = _day_of_first(source, content, school, on)
    read = source.read(content, school, day, tell)
    with _taken(source, content, filename, school, on, by) as delivery:
        if delivery.state == State.MERGED:
            again = source.only_new(source.compared(read, school, day))
            if not _is_more(source, again):
                return delivery, again
        elif source.reading_of(read).is_refused:
            return delivery, _told(source, delivery, source.compared(read, school, day), by)
        fresh = read if source.still_holds(read, school) else source.read(content, school, day, tell)
        return delivery, _merged(source, delivery, fresh, answers, day, tell, by)


@contextlib.contextmanager
def _taken(
    source: Source[Any, Any], content: bytes, filename: str, school: Organisation, on: date, by: Scope
) -> Iterator[Delivery]:
    """A transaction in which a file is taken in; where it comes to nothing, the bytes kept for it go too."""
    delivery = None
    try:
        with transaction.atomic():
            delivery = take(source, content=content, filename=filename, school=school, on=on, by=by)
            yield delivery
    except BaseException:
        if delivery is not None and not Delivery.objects.filter(pk=delivery.pk).exists():
            delivery.content.delete(save=False)
        raise


def _day_of_first(source: Source[Any, Any], content: bytes, school: Organisation, on: date) -> date:
    """The day a file is read as at: of one that is merged and stays so, the day of its first coming."""
    standing = same_bytes(content_key(source.kind, school, sha256_of(content), source.read_as(school)))
    if standing is None or source.comes_again or standing.state != State.MERGED:
        return on
    return standing.day


def _told(source: Source[Any, P], delivery: Delivery, preview: P, by: Scope) -> P:
    """Keep what was found in a file, and say it."""
    if delivery.merged_at is not None:
        preview = source.only_new(preview)
    is_again = delivery.state == State.MERGED and _is_more(source, preview)
    if delivery.state in {State.TAKEN, State.PREVIEWED} or is_again:
        _settled(source, delivery, preview, State.REFUSED if preview.reading.is_refused else State.PREVIEWED, by)
    return preview


def _is_more(source: Source[Any, P], preview: P) -> bool:
    return source.comes_again and bool(preview.outcome["added"])


def _merged(source: Source[Any, P], delivery: Delivery, read: Any, answers: Any, on: date, tell: Tell, by: Scope) -> P:
    if source.reading_of(read).is_refused:
        raise NotMergeable("This file was refused whole.")
    preview = source.merge(delivery, read, answers, on, tell, by)
    _settled(source, delivery, preview, State.MERGED, by)
    transaction.on_commit(measure_tables, robust=True)
    return preview


def _settled(source: Source[Any, P], delivery: Delivery, preview: P, state: str, by: Scope) -> None:
    found = preview.reading
    settle(
        delivery=delivery,
        state=state,
        records=found.records,
        problems=found.problems,
        outcome=preview.outcome,
        heading_row=found.heading_line or 1,
        needs=source.needs,
        by=by,
    )


def _refuse_unless(delivery: Delivery, state: str) -> None:
    if delivery.state != state:
        raise NotMergeable("This file has already been dealt with.")


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update().get(pk=delivery.pk)


def _school_of(delivery: Delivery) -> Organisation:
    return Organisation.objects.get(pk=delivery.whose)
