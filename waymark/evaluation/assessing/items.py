"""What the self-assessment is read as: its items, claim beside record, and the scores of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from waymark.evaluation.assessing.rules import Choice, Outcome, chosen, is_above
from waymark.kernel.benchmark import Criterion
from waymark.kernel.scale import Band
from waymark.kernel.scores import Score


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the records answer, read now: `met` of `of` learners and their band, or a sign with neither.

    `answer` None: hidden, for few learners are behind it. `page` is the url name of the page with the record of a sign.
    """

    answer: str | None
    met: int | None
    of: int | None
    band: Band | None
    as_at: date
    revision: int | None
    entitlements: tuple[str, ...]
    words: str
    page: str = ""

    @property
    def is_hidden(self) -> bool:
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Claimed:
    """An answer as a person gave it. `reason` and `by` are blank for whoever sees figures with small numbers hidden."""

    answer: str
    reason: str
    by: str
    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class AssessedItem:
    """One item: what is asked, what the records say, what people say, and what follows.

    `number` is that of the last claim; a save says which it saw. `carried` is the answer of the assessment this one
    was started from: it counts for nothing until somebody gives it again. `clash` is an answer given by somebody who
    had not seen `claimed`; it waits until one of the two is chosen.
    """

    criterion: Criterion
    benchmark: str
    choices: tuple[Choice, ...]
    applies: bool
    recorded: Recorded | None
    claimed: Claimed | None
    carried: Claimed | None
    clash: Claimed | None
    number: int
    outcome: Outcome

    @property
    def scored(self) -> bool:
        return self.criterion.scored

    @property
    def answer(self) -> Choice | None:
        """The answer that counts: the claim, else what the records say. None: unanswered, or hidden."""
        if self.claimed:
            return chosen(self.choices, self.claimed.answer)
        return chosen(self.choices, self.recorded.answer or "") if self.recorded else None

    @property
    def quarters(self) -> int | None:
        """What the answer that counts earns."""
        return self.answer.credit if self.answer else None

    @property
    def is_answered(self) -> bool:
        """Whether people or records answer it, shown or hidden, and no two answers wait for a choice."""
        return self.applies and self.clash is None and bool(self.claimed or self.recorded)

    @property
    def says_more_than_records(self) -> bool:
        """Whether the claim is above what the records show, and not below."""
        if self.outcome != Outcome.CONTRADICTED or not (self.claimed and self.recorded and self.recorded.answer):
            return False
        return is_above(self.choices, self.claimed.answer, self.recorded.answer)

    def label(self, answer: str | None) -> str:
        """The words of one of its answers; blank for none."""
        choice = chosen(self.choices, answer or "")
        return choice.label if choice else ""


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """One benchmark: the score from the answers, beside the evidenced score from records alone.

    A score that few learners are behind is not shown: `score.score` is None and `is_hidden` says so.
    """

    benchmark: str
    title: str
    score: Score
    evidenced: Score
    counts: Mapping[Outcome, int]
    asked: int
    answered: int
    is_hidden: bool = False
    evidenced_is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class AssessmentResult:
    """What a self-assessment comes to, benchmark by benchmark, with its records read at `revision`."""

    framework: str
    version: str
    on: date
    revision: int
    by_benchmark: Mapping[str, BenchmarkResult]

    @property
    def achieved(self) -> int:
        """How many benchmarks the answers achieve, of those whose score is shown."""
        return sum(one.score.achieved for one in self.by_benchmark.values())

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.by_benchmark.values())

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.by_benchmark.values())

    @property
    def is_whole(self) -> bool:
        """Whether every score is shown, so that `achieved` is the number of all eight."""
        return not any(one.is_hidden for one in self.by_benchmark.values())

    def count(self, outcome: Outcome) -> int:
        """How many items have this outcome."""
        return sum(one.counts.get(outcome, 0) for one in self.by_benchmark.values())
