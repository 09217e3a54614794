"""Starting, answering, giving out and finishing a self-assessment."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.assessing.claims import standing_of
from waymark.evaluation.assessing.queries import figures_for, items_of, may_answer, who_may_answer
from waymark.evaluation.assessing.records import recorded
from waymark.evaluation.assessing.rules import choices_of, chosen
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.models import Assessment, Claim, Holder
from waymark.kernel.benchmark import Criterion
from waymark.kernel.upn import without_upns
from waymark.places.models import Organisation

AS_RECORDED = ""  # the answer that takes a claim back


class NotAnswered(Exception):
    """The answer was not taken; the message says why, in words for whoever gave it."""


class Finished(NotAnswered):
    """The assessment was finished before this came."""

    def __init__(self) -> None:
        super().__init__("This self-assessment was finished. Start a new one from it to answer differently.")


class ReasonWanted(NotAnswered):
    """The answer differs from the records and no reason was given."""

    def __init__(self) -> None:
        super().__init__("Say why your answer differs from your records.")


class NotGiven(Exception):
    """The benchmark was not given to this person; the message says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an answer: kept as `claim`; where it `clashes` with one its giver had not seen, it waits."""

    claim: Claim | None
    clashes: bool = False


@transaction.atomic
def start_assessment(
    *, school: Organisation, on: date, part: str = "", started_from: Assessment | None = None, by: Scope
) -> Assessment:
    """Begin a self-assessment about a day, by the benchmarks in force on it. LookupError before there were any.

    One still open about the same day and part is given back, so that two who start it at once answer one. From an
    earlier one nothing is copied: its answers are shown, to be given again.
    """
    by.require(Permission.ASSESS, school.pk)
    Organisation.objects.select_for_update().get(pk=school.pk)
    version = benchmarks_in_force(on)
    found = Assessment.objects.filter(
        organisation=school, framework=version.name, on=on, part=part, finished_at=None
    ).first()
    if found:
        return found
    if started_from and started_from.organisation_id != school.pk:
        raise ValueError("an assessment is started from one of its own school")
    made = Assessment.objects.create(
        organisation=school,
        framework=version.name,
        version=version.version,
        on=on,
        part=part,
        started_from=started_from,
        opened_by_id=by.user_id,
    )
    note(
        "self-assessment started",
        on=made,
        by=by,
        about=on.isoformat(),
        framework=version.name,
        started_from=started_from.public_id if started_from else "",
    )
    return made


@transaction.atomic
def answer_item(*, assessment: Assessment, item: str, answer: str, reason: str = "", saw: int, by: Scope) -> Saved:
    """Keep a person's answer to one item; a blank one lets the records speak.

    `saw` is the number of the last claim its giver had seen. Where somebody else answered otherwise in between,
    both are kept and the later waits (`settle_clash`). The same answer again is one answer. Refused: an item that is
    not asked here, an answer it does not take, one that differs from the records without a reason, a finished
    assessment, somebody whom the benchmark was not given to.
    """
    by.require(Permission.ANSWER, assessment.organisation_id)
    assessment = Assessment.objects.select_for_update().select_related("organisation").get(pk=assessment.pk)
    benchmark, criterion = _criterion(assessment, item)
    _require_turn(assessment, benchmark, by)
    if assessment.is_finished:
        raise Finished
    answer, reason = answer.strip(), without_upns(reason.strip())[:1000]
    _check(assessment, criterion, answer, reason)
    claims = list(Claim.objects.filter(assessment=assessment, item=item).order_by("number"))
    return _keep(assessment, item, answer, reason, claims, saw, by)


@transaction.atomic
def settle_clash(*, assessment: Assessment, item: str, chosen_number: int, saw: int, by: Scope) -> Saved:
    """Choose one of two answers that clash: it is given again, by whoever chose, and stands.

    `saw` as for `answer_item`: where something new came meanwhile, nothing is settled and that is said.
    """
    by.require(Permission.ANSWER, assessment.organisation_id)
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    benchmark, _ = _criterion(assessment, item)
    _require_turn(assessment, benchmark, by)
    if assessment.is_finished:
        raise Finished
    claims = list(Claim.objects.filter(assessment=assessment, item=item).order_by("number"))
    standing = standing_of(claims)
    if standing.clash is None:
        return Saved(standing.claim)
    if standing.number != saw:
        return Saved(standing.clash, clashes=True)
    picked = next((claim for claim in claims if claim.number == chosen_number), None)
    if picked is None:
        raise NotAnswered("Choose one of the two answers.")
    return Saved(_add(assessment, item, picked.answer, picked.reason, claims, None, by))


@transaction.atomic
def finish_assessment(*, assessment: Assessment, by: Scope) -> Assessment:
    """Close it: no answer is added any more. Refused while two answers to an item wait for a choice.

    What is unanswered stays so, and earns nothing. Finishing what is finished changes nothing.
    """
    by.require(Permission.ASSESS, assessment.organisation_id)
    assessment = Assessment.objects.select_for_update().select_related("organisation").get(pk=assessment.pk)
    if assessment.is_finished:
        return assessment
    items = [item for item in items_of(assessment) if item.applies]
    if waiting := [item for item in items if item.clash]:
        raise NotAnswered(f"Two people answered differently: “{waiting[0].criterion.question}” Choose one first.")
    assessment.finished_at, assessment.finished_by_id = timezone.now(), by.user_id
    assessment.save(update_fields=["finished_at", "finished_by"])
    answered = sum(item.is_answered for item in items)
    note("self-assessment finished", on=assessment, by=by, asked=len(items), answered=answered)
    return assessment


@transaction.atomic
def give_benchmark(*, assessment: Assessment, benchmark: str, user: User, by: Scope) -> Holder:
    """Give a benchmark to a colleague, who may then answer it; whoever had it before has it no longer.

    KeyError for a benchmark there is none of; NotGiven for somebody who could not answer here.
    """
    by.require(Permission.ASSESS, assessment.organisation_id)
    framework(assessment.framework).benchmark(benchmark)
    if user.pk not in {each.pk for each in who_may_answer(assessment.organisation)}:
        raise NotGiven("Choose somebody at your school whose role lets them answer.")
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    standing = Holder.objects.filter(assessment=assessment, benchmark=benchmark, taken_back_at=None).first()
    if standing and standing.user_id == user.pk:
        return standing
    _take_back(standing, by)
    holder = Holder.objects.create(assessment=assessment, benchmark=benchmark, user=user, given_by_id=by.user_id)
    note("benchmark given to a colleague", on=assessment, by=by, benchmark=benchmark, to=user.pk)
    return holder


@transaction.atomic
def take_back_benchmark(*, assessment: Assessment, benchmark: str, by: Scope) -> None:
    """Take a benchmark back from whoever has it. Their answers stay. Nobody has it: nothing changes."""
    by.require(Permission.ASSESS, assessment.organisation_id)
    standing = Holder.objects.filter(assessment=assessment, benchmark=benchmark, taken_back_at=None).first()
    if standing:
        _take_back(standing, by)
        note("benchmark taken back", on=assessment, by=by, benchmark=benchmark, was_with=standing.user_id)


def _require_turn(assessment: Assessment, benchmark: str, by: Scope) -> None:
    if not may_answer(assessment, benchmark, by):
        raise NotAnswered("This benchmark is not given to you. Ask your careers leader for it.")


def _criterion(assessment: Assessment, item: str) -> tuple[str, Criterion]:
    for benchmark in framework(assessment.framework).benchmarks:
        for criterion in benchmark.criteria:
            if criterion.code == item:
                return benchmark.code, criterion
    raise NotAnswered("This question is not asked under these benchmarks.")


def _check(assessment: Assessment, criterion: Criterion, answer: str, reason: str) -> None:
    """That the item takes this answer, with a reason where the records say otherwise."""
    by, school = framework(assessment.framework), assessment.organisation
    if answer == AS_RECORDED:
        return
    if chosen(choices_of(by, criterion), answer) is None:
        raise NotAnswered("Choose one of the answers.")
    if reason:
        return
    says = recorded(school, by, criterion, figures_for(assessment), on=assessment.on)
    if says is not None and says.answer is not None and says.answer != answer:
        raise ReasonWanted


def _keep(
    assessment: Assessment, item: str, answer: str, reason: str, claims: list[Claim], saw: int, by: Scope
) -> Saved:
    standing, same = standing_of(claims), (answer, reason)
    stands, waits = standing.claim, standing.clash
    if stands is None and answer == AS_RECORDED:
        return Saved(None)
    if waits is None and stands and (stands.answer, stands.reason) == same:
        return Saved(stands)
    unseen = any(claim.number > saw and not _is_own(claim, by) for claim in claims)
    if not (unseen and stands):
        return Saved(_add(assessment, item, answer, reason, claims, None, by))
    if waits is None and stands.answer == answer and not (reason and stands.reason):
        return Saved(stands if not reason else _add(assessment, item, answer, reason, claims, None, by))
    if waits and (waits.answer, waits.reason) == same:
        return Saved(waits, clashes=True)
    return Saved(_add(assessment, item, answer, reason, claims, stands, by), clashes=True)


def _is_own(claim: Claim, by: Scope) -> bool:
    return (claim.by_id, claim.by_name) == (by.user_id, by.who)


def _add(
    assessment: Assessment,
    item: str,
    answer: str,
    reason: str,
    claims: list[Claim],
    clashes_with: Claim | None,
    by: Scope,
) -> Claim:
    claim = Claim.objects.create(
        assessment=assessment,
        item=item,
        number=claims[-1].number + 1 if claims else 1,
        answer=answer,
        reason=reason,
        by_id=by.user_id,
        by_name=by.who[:150],
        clashes_with=clashes_with,
    )
    note(
        "self-assessment answered",
        on=assessment,
        by=by,
        item=item,
        answer=answer or "as recorded",
        number=claim.number,
        clashes=clashes_with is not None,
    )
    return claim


def _take_back(standing: Holder | None, by: Scope) -> None:
    if standing:
        standing.taken_back_at, standing.taken_back_by_id = timezone.now(), by.user_id
        standing.save(update_fields=["taken_back_at", "taken_back_by"])
