"""What a section of a document is asked for, and where the figures in it come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from waymark.evaluation.figures import Figure, SchoolFigures
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.provenance import files_behind
from waymark.evaluation.queries import coverage_of, figures_of
from waymark.kernel.academic_year import academic_year
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.framework import Framework
from waymark.ledger.queries import on_roll, settings_of
from waymark.places.models import Organisation
from waymark.publishing.documents.attached import AttachedFile, attached_files
from waymark.publishing.documents.shape import Number, Source
from waymark.publishing.models import CriteriaList
from waymark.publishing.words import number

SMALL = range(1, 6)
HIDDEN = "Hidden"
NOBODY = "Nobody to count"
ACCESS_LAW = "provider-access"


@dataclass
class Sources:
    """Where the figures of one document come from, numbered from 1 as they are first named."""

    listed: list[Source] = field(default_factory=list)

    def number_of(self, source: Source) -> int:
        """The source's number; the same source has the same."""
        if source not in self.listed:
            self.listed.append(source)
        return self.listed.index(source) + 1


@dataclass(frozen=True)
class Asked:
    """For which school, as at which day, and whether the document leaves the school."""

    school: Organisation
    on: date
    made_on: date
    leaves_school: bool = True
    criteria_list: CriteriaList | None = None
    sources: Sources = field(default_factory=Sources)
    _kept: dict[tuple[str, date], SchoolFigures] = field(default_factory=dict)

    @cached_property
    def attached(self) -> Mapping[int, AttachedFile]:
        """What is kept as evidence on the day, by its key, with its name in a folder."""
        return attached_files(self.school, on=self.on, leaves_school=self.leaves_school)

    @property
    def year(self) -> int:
        return academic_year(self.on)

    @cached_property
    def benchmarks(self) -> Framework:
        """The eight benchmarks, as in force on the day."""
        return benchmarks_in_force(self.on)

    @cached_property
    def access(self) -> Framework | None:
        """The law on provider access, where it holds for this school on the day."""
        law = framework(ACCESS_LAW)
        fits = any(self.school.setting in due.settings for due in law.entitlements)
        return law if law.is_in_force(self.on) and fits else None

    @cached_property
    def word(self) -> str:
        """What this school calls those it teaches, many of them."""
        return settings_of(self.school).get_learner_word_display()

    @property
    def revision(self) -> int:
        """The ledger's, at which the figures were made."""
        return self.figures.revision

    @cached_property
    def on_roll_count(self) -> int:
        """How many are on roll on the day."""
        return on_roll(self.school, self.on).order_by().values("learner").distinct().count()

    @cached_property
    def figures(self) -> SchoolFigures:
        """By the benchmarks, small numbers hidden where the document leaves the school."""
        return self.figures_by(self.benchmarks)

    def figures_by(self, rules: Framework, on: date | None = None) -> SchoolFigures:
        """By any framework and as at any day, hidden in the same way."""
        day = on or self.on
        if (rules.name, day) not in self._kept:
            self._kept[rules.name, day] = figures_of(self.school, rules.name, on=day, hiding_small=self.leaves_school)
        return self._kept[rules.name, day]

    def source_of(self, due: Entitlement, rules: Framework, on: date | None = None) -> int:
        """The number of the source of an entitlement's figures."""
        day = on or self.on
        figure = self.figures_by(rules, day).figure(due.code)
        return self.sources.number_of(
            Source(
                title=due.title,
                code=due.code,
                rules=f"{rules.title}, version {rules.version}",
                as_at=day,
                counted=self._counted(figure),
                coverage=self._coverage(due, rules, figure, day),
                where=f"/schools/{self.school.slug}/benchmarks/entitlements/{due.code}/",
                files=self._files.get(due.counts.kind.value, ()),
            )
        )

    def register_source(self, what: str, where: str, day: date | None = None) -> int:
        """The number of a source that is a list kept here, not an entitlement."""
        return self.sources.number_of(
            Source(title=what, as_at=day or self.on, where=f"/schools/{self.school.slug}/{where}")
        )

    def score_source(self, framework_name: str, on: date) -> int:
        """The number of the source of scores on records, by a framework as at a day."""
        rules = framework(framework_name)
        return self.sources.number_of(
            Source(
                title="Scores of the benchmarks on records",
                rules=f"{rules.title}, version {rules.version}",
                as_at=on,
                where=f"/schools/{self.school.slug}/benchmarks/",
                files=self._all_files if on == self.on else (),
            )
        )

    def group_source(self, groups: str, rules: str, over: str) -> int:
        """The number of the source of a comparison of two groups."""
        where = f"/schools/{self.school.slug}/benchmarks/"
        return self.sources.number_of(
            Source(title=groups, rules=rules, as_at=self.on, counted=over, where=where, files=self._all_files)
        )

    def share(self, figure: Figure | None, source: int) -> Number:
        """How many of a cohort have met something, as a figure with its bar; in words where it may not be told."""
        if figure is None or figure.n == 0:
            return Number(NOBODY, None, source)
        if figure.n is None or figure.met is None:
            return Number(HIDDEN, None, source)
        percent = whole_percent(figure.met, figure.n)
        return Number(f"{percent}% ({number(figure.met)} of {number(figure.n)})", percent, source, percent)

    def _counted(self, figure: Figure | None) -> str:
        if figure is None:
            return NOBODY
        if figure.n is None:
            return f"Fewer than six {self.word}, or a number that would give a few away"
        return f"{number(figure.n)} {self.word}"

    def _coverage(self, due: Entitlement, rules: Framework, figure: Figure | None, day: date) -> str:
        held = coverage_of(self.school, rules.name, on=day).get(due.code)
        if held is None or figure is None or figure.n is None:
            return ""
        whole, of = held
        if self.leaves_school and (whole in SMALL or of - whole in SMALL):
            return "Every year it asks about is held for nearly all" if of - whole in SMALL else "Held for very few"
        return f"Every year it asks about is held for {number(whole)} of {number(of)}"

    @cached_property
    def _files(self) -> Mapping[str, tuple[str, ...]]:
        return files_behind(self.school, on=self.on)

    @property
    def _all_files(self) -> tuple[str, ...]:
        return tuple(sorted({sha for files in self._files.values() for sha in files}))


def whole_percent(part: int, of: int) -> int:
    """Whole percent; only nobody is 0 and only everybody 100."""
    if part in (0, of):
        return 100 * part // of
    return min(max((200 * part + of) // (2 * of), 1), 99)
