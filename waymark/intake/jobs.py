"""Long work in the background: handed over by a page, done by the worker, told of and stopped while it is under way.

A room says once, in its app's `ready`, what it can do:

    register_work(Work("inspection folder", Permission.EVIDENCE_VIEW, "waymark.publishing.documents.folder:prepared"))

and a page hands a piece of it over and leads to the page that shows it (`waymark.web.school.work`):

    job = hand_over(kind="inspection folder", organisation=school, title="Inspection folder", asked={…}, by=scope)

`prepared(job, tell, by)` does the long part without writing anything, calling `tell(done, total, words)` at each step,
and returns a function that writes what came of it and says so: that runs in one transaction with the word that the work
is done. So whatever happens (a wish to stop, a fault, a worker killed), all of it stands or none of it.
"""

import hashlib
import json
import logging
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from waymark.access.audit import note
from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, Scope, acting
from waymark.intake import under_way
from waymark.intake.models import Delivery, Job
from waymark.intake.under_way import Progress
from waymark.kernel.telling import Cancelled, Tell
from waymark.kernel.upn import without_upns
from waymark.places.models import Organisation

_log = logging.getLogger("waymark.work")
_NOTHING = "Nothing was changed."
_EVERY = 0.2  # seconds between two tellings


class WorkRefused(ValueError):
    """The work cannot be done; the message is a sentence for the person who asked for it."""


@dataclass(frozen=True)
class Ended:
    """What came of a piece of work: a sentence, and what its page needs to lead to the result (no personal data)."""

    words: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


Writing = Callable[[], Ended]
Doing = Callable[[Job, Tell, Scope], Writing]


@dataclass(frozen=True)
class Work:
    """A kind of long work: what handing it over, seeing it and stopping it needs, and what does it.

    `does` names a `Doing` as "module:function", imported only where the work is done. Work that `keeps_when_stopped`
    looks for itself whether a stop was asked for (`wants_to_stop`), ends early, and what it has by then is written.
    """

    kind: str
    needs: Permission
    does: str
    keeps_when_stopped: bool = False


_KINDS: dict[str, Work] = {}


def register_work(work: Work) -> None:
    """Say that this kind of work can be done in the background."""
    _KINDS[work.kind] = work


def needs_of(kind: str) -> Permission:
    """What handing over, seeing and stopping work of this kind needs."""
    return _KINDS[kind].needs


@transaction.atomic
def hand_over(
    *,
    kind: str,
    organisation: Organisation,
    title: str = "",
    asked: Mapping[str, Any] | None = None,
    delivery: Delivery | None = None,
    by: Scope,
) -> Job:
    """Give a piece of work to the background; asked for twice while it waits or is under way, it is done once.

    `asked` is what the work needs to know, as JSON, and nothing that names a person. The worker does it with the
    permissions the person has when it begins.
    """
    by.require(needs_of(kind), organisation.pk)
    asked = dict(asked or {})
    key = _key(kind, organisation, asked, delivery, by)
    if (standing := _standing(key)) is not None:
        return standing
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                needs=needs_of(kind).name,
                organisation=organisation,
                title=without_upns(title)[:200],
                asked=asked,
                delivery=delivery,
                key=key,
                started_by_id=by.user_id,
            )
    except IntegrityError:  # asked for twice at the same moment
        return Job.objects.get(key=key)
    note("work handed over", on=job, by=by, kind=kind)
    do_work.enqueue(job.public_id)
    return job


def cancel_job(*, job: Job, by: Scope) -> None:
    """Ask a piece of work to stop at its next step; work that has ended is left as it is.

    The wish is told before a transaction is begun: work that is being written holds the lock a transaction waits for.
    """
    by.require(job.needed, job.organisation_id or 0)
    if job.state in Job.GOING_ON:
        under_way.ask_to_stop(job.public_id)
        _stop_what_waits(job, by)


@transaction.atomic
def _stop_what_waits(job: Job, by: Scope) -> None:
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    waiting.update(state=Job.State.STOPPED, message=_NOTHING, ended_at=timezone.now(), key=None)
    note("work asked to stop", on=job, by=by, kind=job.kind)


@dataclass(frozen=True)
class Standing:
    """How a piece of work stands at this moment."""

    state: str
    progress: Progress
    is_stopping: bool = False
    is_nobody_there: bool = False  # it waits, and no worker runs that could do it


def standing_of(job: Job) -> Standing:
    """How far a piece of work is; of work whose worker was killed, that it stopped."""
    if job.state not in Job.GOING_ON:
        return Standing(job.state, Progress(job.done, job.total, job.message))
    if job.state == Job.State.WAITING:
        return Standing(job.state, Progress(), is_nobody_there=not under_way.is_anybody_working())
    if not under_way.is_being_done(job.public_id):
        return _left(job)
    return Standing(job.state, under_way.told(job.public_id), under_way.is_asked_to_stop(job.public_id))


def _left(job: Job) -> Standing:
    """Of work that was under way when last read and that no process holds: it has just ended, or was dropped."""
    job.refresh_from_db()
    if job.state != Job.State.RUNNING:
        return Standing(job.state, Progress(job.done, job.total, job.message))
    return Standing(Job.State.STOPPED, Progress(words=_DROPPED))


_DROPPED = f"The background worker was stopped in the middle. {_NOTHING} You can start again."


@task()
def do_work(public_id: str) -> None:
    """Do a piece of work that was handed over, unless it was stopped, or is done elsewhere. Never raises."""
    with under_way.doing(public_id) as ours:
        if ours:
            if (job := _claimed(public_id)) is not None:
                _work_off(job)
            under_way.forget(public_id)


def pick_up() -> None:
    """For a worker that starts: work dropped by one that was killed is said to have stopped, what waits is queued."""
    for job in _rows().filter(state=Job.State.RUNNING):
        with under_way.doing(job.public_id) as ours:
            if ours:
                _end(job, Job.State.STOPPED, _DROPPED)
                under_way.forget(job.public_id)
    for public_id in _rows().filter(state=Job.State.WAITING).order_by("pk").values_list("public_id", flat=True):
        do_work.enqueue(public_id)  # queued twice is done once


def _key(kind: str, organisation: Organisation, asked: Mapping[str, Any], delivery: Delivery | None, by: Scope) -> str:
    """Which work this is. Of a file there is one, whoever asks; what is made for a person is that person's."""
    whose = f"file {delivery.pk}" if delivery else f"person {by.user_id}"
    way = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
    return f"{organisation.pk}:{kind}:{whose}:{way}"


def _standing(key: str) -> Job | None:
    """The same work, if it waits or is under way; one that was dropped makes way."""
    job = Job.objects.filter(key=key).first()
    if job is not None and standing_of(job).state not in Job.GOING_ON:
        _end(job, Job.State.STOPPED, _DROPPED)
        return None
    return job


def _rows():
    """The rows of all work: the worker looks for whose a piece is before it acts as that person (tests/house)."""
    return Job._base_manager.all()


def _claimed(public_id: str) -> Job | None:
    """The piece of work, now ours to do; None where it no longer waits."""
    waiting = _rows().filter(public_id=public_id, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.RUNNING):
        return None
    return _rows().select_related("organisation", "started_by").get(public_id=public_id)


def _work_off(job: Job) -> None:
    state, words = Job.State.FAILED, ""
    try:
        _done(job)
        return
    except Cancelled:
        state, words = Job.State.STOPPED, _NOTHING
    except NotPermitted:
        words = f"You may not do this here any more. {_NOTHING}"
    except WorkRefused as refused:
        words = str(refused)
    except Exception as fault:
        _log.error("work %s (%s) failed: %s", job.public_id, job.kind, _where(fault))
        words = f"Waymark itself failed. {_NOTHING} Whoever runs the site finds the place in its log."
    except BaseException:  # the worker is told to end
        state, words = Job.State.STOPPED, _DROPPED
    _end(job, state, words)


def _done(job: Job) -> None:
    """Do it as the person who asked for it, and write what came of it together with the word that it is done."""
    work = _KINDS[job.kind]
    module, _, name = work.does.partition(":")
    does: Doing = getattr(import_module(module), name)
    if job.started_by is None:
        raise NotPermitted(work.needs)
    tell = _Telling(job.public_id, heeds=not work.keeps_when_stopped)
    with acting(_scope_now(job.started_by)) as by:
        by.require(work.needs, job.organisation_id or 0)
        write = does(job, tell, by)
        with transaction.atomic():
            ended = write()
            tell.heed()
            _end(job, Job.State.DONE, ended.words, tell.last, ended.result)


def _scope_now(user: User) -> Scope:
    """What the person may do at this moment, not when they asked."""
    return scope_of(user, via="worker")


def _end(
    job: Job, state: str, words: str, progress: Progress | None = None, result: Mapping[str, Any] | None = None
) -> None:
    said = progress or under_way.told(job.public_id)
    _rows().filter(pk=job.pk, state__in=Job.GOING_ON).update(
        state=state,
        message=words[:200],
        done=said.done,
        total=said.total,
        result=dict(result or {}),
        ended_at=timezone.now(),
        key=None,
    )


class _Telling:
    """A `Tell` into the files beside the database, a few times a second; each call may stop work that heeds."""

    def __init__(self, public_id: str, *, heeds: bool) -> None:
        self.public_id, self.last, self._written, self._heeds = public_id, Progress(), 0.0, heeds

    def __call__(self, done: int, total: int, words: str) -> None:
        self.heed()
        is_new = words != self.last.words
        self.last = Progress(done, total, words)
        if is_new or done == total or time.monotonic() - self._written > _EVERY:
            under_way.tell(self.public_id, self.last)
            self._written = time.monotonic()

    def heed(self) -> None:
        """Raise `Cancelled` when somebody asked for a stop."""
        if self._heeds and wants_to_stop(self.public_id):
            raise Cancelled


def wants_to_stop(public_id: str) -> bool:
    """Whether somebody asked this work to stop."""
    return under_way.is_asked_to_stop(public_id)


def _where(fault: BaseException) -> str:
    """The kind of a fault and the places it went through, never the values that were there."""
    steps = traceback.extract_tb(fault.__traceback__)
    return f"{type(fault).__name__} at " + " > ".join(f"{step.name}:{step.lineno}" for step in steps)
