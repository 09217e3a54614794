"""Activities, whom they are for, and their registers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self, cast, get_args

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StrictStr, StringConstraints

from waymark.ledger.actions.registers import RegisterOutcome
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import facts_of
from waymark.ledger.queries.registers import RegisterLine
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.web.api.shapes.values import Amount, Day, PublicId, Sent, ShortWords, Words

Kind = Literal["employer", "workplace", "provider", "curriculum", "guidance", "lmi", "other"]
ProviderKind = Literal["", "sixth_form", "fe_college", "university", "itp", "other"]
Mode = Literal["in_person", "blended", "virtual"]
State = Literal["planned", "done", "cancelled"]
Mark = Literal["attended", "absent", "excused"]
Title = Annotated[StrictStr, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
Minutes = Annotated[StrictInt, Field(ge=0, le=100_000)]


class AudienceSent(Sent):
    """Whom an activity is for: everyone in any of these."""

    year_groups: list[Annotated[StrictInt, Field(ge=7, le=14)]] = []
    forms: list[ShortWords] = []
    groups: list[PublicId] = Field([], description="Public ids of the school's groups.")
    learners: list[PublicId] = Field([], description="Learners chosen one by one.", max_length=5000)


class FactsSent(Sent):
    """What may be said of an activity; what is left out stays as it was, or has its usual value."""

    minutes: Minutes | None = None
    mode: Mode | None = None
    benchmarks: list[Annotated[StrictStr, StringConstraints(pattern=r"^[a-z]{2,4}[0-9]?$")]] | None = None
    provider_name: ShortWords | None = None
    provider_kind: ProviderKind | None = None
    sector: Annotated[StrictStr, StringConstraints(pattern=r"^[A-U]?$")] | None = Field(
        None, description="The section letter of the industry (SIC 2007)."
    )
    self_employed: StrictBool | None = None
    stem: StrictBool | None = None
    subject: Annotated[StrictStr, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f]*$")] | None = None
    adviser_level: Annotated[StrictInt, Field(ge=0, le=8)] | None = None
    purpose_shared: StrictBool | None = None
    outcomes_set: StrictBool | None = None
    two_way: StrictBool | None = None
    reflection: StrictBool | None = None
    task_set: StrictBool | None = None
    employer_feedback: StrictBool | None = None
    met_staff_and_learners: StrictBool | None = None
    pal_content: StrictBool | None = None
    cost: Amount | None = Field(None, description="Pounds, as 120.00.")
    led_by: Annotated[StrictStr, StringConstraints(max_length=150, pattern=r"^[^\x00-\x1f]*$")] | None = None
    notes: Words | None = None
    school_reference: Annotated[StrictStr, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f]*$")] | None = None
    audience: AudienceSent | None = None

    def over(self, facts: ActivityFacts) -> ActivityFacts:
        """The facts with what was sent in place of what stood; null means no value where there can be none."""
        sent = self.model_dump(exclude_unset=True, exclude={"audience", "reason"})
        said = {name: value for name, value in sent.items() if value is not None or name in ("adviser_level", "cost")}
        for name in ("kinds", "benchmarks"):
            if name in said:
                said[name] = tuple(said[name])
        if said.get("cost") is not None:
            said["cost"] = Decimal(said["cost"])
        return replace(facts, **said)


class ActivitySent(FactsSent):
    """A new activity, planned: title, day and at least one kind, and whatever else is known."""

    title: Title
    held_on: Day
    kinds: list[Kind] = Field(min_length=1)

    def facts(self) -> ActivityFacts:
        return self.over(ActivityFacts(title=self.title, held_on=self.held_on, kinds=tuple(self.kinds)))


class ActivityChange(FactsSent):
    """A change to an activity. One already done needs a `reason`, and its audience is then a fact."""

    title: Title | None = None
    held_on: Day | None = None
    kinds: Annotated[list[Kind], Field(min_length=1)] | None = None
    reason: ShortWords = ""


class Audience(Schema):
    """Whom an activity is for; learners chosen one by one are counted, not named, and to some tokens not counted."""

    year_groups: list[int]
    forms: list[str]
    groups: list[str]
    learners_by_name: int | None


class ActivityShown(Schema):
    """One activity, what is said of it, and how many came.

    To a token that may not see learners `attendance`, `learners_by_name` and `notes` are null, and a title that names
    a learner is the kind of activity.
    """

    activity_id: str
    state: State
    title: str
    held_on: date
    kinds: list[str]
    minutes: int
    mode: str
    benchmarks: list[str]
    provider_name: str
    provider_kind: str
    sector: str
    self_employed: bool
    stem: bool
    subject: str
    adviser_level: int | None
    purpose_shared: bool
    outcomes_set: bool
    two_way: bool
    reflection: bool
    task_set: bool
    employer_feedback: bool
    met_staff_and_learners: bool
    pal_content: bool
    cost: str | None
    led_by: str
    notes: str | None
    school_reference: str
    audience: Audience
    attendance: dict[str, int] | None = Field(description="How many attended, were absent and were excused.")

    @classmethod
    def of(cls, activity: Activity, *, by_name: int | None, marks: Mapping[str, int] | None, title: str = "") -> Self:
        """As a token that sees learners reads it; with `marks` None, as any other does, under this title."""
        facts = facts_of(activity)
        said: dict[str, list[str]] = {"year": [], "form": [], "group": []}
        for audience in activity.audiences.all():
            said[audience.what].append(audience.value)
        named = {name: getattr(facts, name) for name in cls.model_fields if hasattr(facts, name)}
        named |= {"kinds": list(facts.kinds), "benchmarks": list(facts.benchmarks)}
        named["cost"] = None if facts.cost is None else f"{facts.cost:.2f}"
        if marks is None:
            named |= {"title": title, "notes": None}
        return cls(
            **named,
            activity_id=activity.public_id,
            state=cast(State, activity.state),
            audience=Audience(
                year_groups=sorted(map(int, said["year"])),
                forms=sorted(said["form"]),
                groups=sorted(said["group"]),
                learners_by_name=by_name,
            ),
            attendance=None if marks is None else {mark: marks.get(mark, 0) for mark in get_args(Mark)},
        )


class Activities(Schema):
    """Some of the school's activities, latest first; `total` counts all who answer."""

    total: int
    start: int
    limit: int
    results: list[ActivityShown]


class Line(Schema):
    """One learner on a register; `status` null: nothing is marked yet."""

    learner_id: str
    name: str
    year_group: int | None
    form: str | None
    is_expected: bool
    status: Mark | None
    marked_at: datetime | None

    @classmethod
    def of(cls, line: RegisterLine) -> Self:
        return cls(
            learner_id=line.public_id,
            name=line.name,
            year_group=line.year_group,
            form=line.form or None,
            is_expected=line.is_expected,
            status=cast(Mark, line.mark) if line.mark else None,
            marked_at=line.marked_at,
        )


class Register(Schema):
    """Everyone expected at an activity, and whoever else was marked."""

    activity_id: str
    state: State
    lines: list[Line]

    @classmethod
    def of(cls, activity: Activity, lines: Iterable[RegisterLine]) -> Self:
        shown = [Line.of(line) for line in lines]
        return cls(activity_id=activity.public_id, state=cast(State, activity.state), lines=shown)


class MarkSent(Sent):
    """One learner's mark. `seen` is what its taker saw before: then two people who differ are told, not overwritten."""

    learner_id: PublicId
    status: Mark
    seen: Literal["", "attended", "absent", "excused"] | None = None


class RegisterSent(Sent):
    """Marks to save. Those left out stay as they are; changing one already saved needs a `reason`."""

    marks: list[MarkSent] = Field(min_length=1, max_length=5000)
    reason: ShortWords = ""


class ClashShown(Schema):
    """Two people marked one learner differently; what stands was left."""

    learner_id: str
    sent: Mark
    stands: Mark


class Saved(Schema):
    """What saving marks did."""

    added: int
    corrected: int
    unchanged: int
    clashes: list[ClashShown]

    @classmethod
    def of(cls, outcome: RegisterOutcome, names: Mapping[int, str]) -> Self:
        return cls(
            added=outcome.added,
            corrected=outcome.corrected,
            unchanged=outcome.unchanged,
            clashes=[
                ClashShown(
                    learner_id=names[clash.learner_id], sent=cast(Mark, clash.mine), stands=cast(Mark, clash.theirs)
                )
                for clash in outcome.clashes
            ],
        )


class Cancelling(Sent):
    """Why a planned activity will not take place."""

    reason: ShortWords = ""


def choice_of(sent: AudienceSent, learners: Mapping[str, int]) -> AudienceChoice:
    """The audience as the ledger takes it, with each learner's key by public id."""
    return AudienceChoice(
        year_groups=tuple(sent.year_groups),
        forms=tuple(sent.forms),
        groups=tuple(sent.groups),
        learners=tuple(learners[public_id] for public_id in sent.learners),
    )
