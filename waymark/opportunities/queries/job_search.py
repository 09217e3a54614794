"""Jobs by whatever is typed into one box: a title or part of one, what one does there, with a slip or two forgiven."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.opportunities.models import EscoLink, EscoOccupation, JobProfile
from waymark.opportunities.rules.words import asked_words, job_words
from waymark.places.queries.near_words import slips_between

_SHORTEST = 4


@dataclass(frozen=True)
class JobFound:
    """One job of a search's answer, with enough to show in a list."""

    key: int
    name: str
    title: str
    overview: str


@dataclass(frozen=True)
class JobsFound:
    """How many jobs answer, the words they answer to where those asked were misspelt, and the jobs in order."""

    total: int
    did_you_mean: str
    jobs: tuple[JobFound, ...]


@dataclass(frozen=True)
class _Held:
    job: JobFound
    title_words: str
    more_words: str


def jobs_found(text: str, *, limit: int | None = 20, start: int = 0, category: str = "") -> JobsFound:
    """The jobs that `text` may mean, the nearest titles first.

    Every word must begin a word of the title, else be a word of what is said of the job (a long one may begin it).
    Where no job has them all, the other titles of ESCO are looked through; then the job words most like those asked are
    asked for instead, and said as `did_you_mean`. Blank text finds every job, in order of title; text without a letter
    finds none.
    """
    held = _held(category)
    words = asked_words(text)
    if not words:
        found, meant = [each.job for each in held] if not text.strip() else [], ""
    else:
        found = _matching(held, words) or _matching(_with_other_titles(held), words)
        meant = "" if found else _meant(held, words)
        if meant:
            found = _matching(held, meant.split())
        if not found:
            meant = ""
    return JobsFound(len(found), meant, tuple(found[start : None if limit is None else start + limit]))


def titles_beginning(text: str, *, limit: int = 8) -> list[JobFound]:
    """Jobs to suggest while somebody types: every word begins a word of the title."""
    words = asked_words(text)
    return _ranked(_held(""), words, in_title=True)[:limit] if words else []


def _held(category: str) -> list[_Held]:
    profiles = JobProfile.objects.filter(categories__name=category) if category else JobProfile.objects.all()
    columns = ("pk", "name", "title", "overview", "search_text", "search_more")
    return [_Held(JobFound(*row[:4]), row[4], row[5]) for row in profiles.values_list(*columns)]


def _with_other_titles(held: list[_Held]) -> list[_Held]:
    """The jobs with the other titles that ESCO knows them by, where a reviewer thought the match a good one."""
    good = dict(EscoLink.objects.filter(match=EscoLink.Match.GOOD).values_list("profile_name", "uri"))
    titles = dict(EscoOccupation.objects.filter(uri__in=set(good.values())).values_list("uri", "other_titles"))
    return [
        _Held(
            each.job,
            each.title_words,
            each.more_words + job_words(" ".join(titles.get(good.get(each.job.name, ""), ()))),
        )
        for each in held
    ]


def _matching(held: list[_Held], words: list[str]) -> list[JobFound]:
    named = _ranked(held, words, in_title=True)
    seen = {job.key for job in named}
    return named + [job for job in _ranked(held, words, in_title=False) if job.key not in seen]


def _ranked(held: list[_Held], words: list[str], *, in_title: bool) -> list[JobFound]:
    asked = " ".join(words)
    found = []
    for each in held:
        if all(_begins_word(each.title_words, word) or (not in_title and _is_word(each, word)) for word in words):
            found.append((_nearness(each.title_words, asked), len(each.title_words), each.job.title, each.job))
    return [job for *_, job in sorted(found, key=lambda row: row[:3])]


def _begins_word(within: str, word: str) -> bool:
    """Whether a word begins with `word`, or is its singular: `plumbers` finds the plumber."""
    return f" {word}" in within or (word.endswith("s") and f" {word[:-1]} " in within)


def _is_word(each: _Held, word: str) -> bool:
    """Whether `word` stands in what is said of the job; a short one must be the whole word."""
    return f" {word} " in each.more_words or (len(word) > _SHORTEST and _begins_word(each.more_words, word))


def _nearness(title: str, asked: str) -> int:
    """0: the title itself; 1: whole words of it; 2: its beginning; 3: the beginning of a word; 4: elsewhere."""
    if title.strip() == asked:
        return 0
    if f" {asked} " in title:
        return 1
    if title.startswith(f" {asked}"):
        return 2
    return 3 if f" {asked}" in title else 4


def _meant(held: list[_Held], words: list[str]) -> str:
    """The words asked, each that begins no word we hold put right; '' where one is like none."""
    titles = Counter(word for each in held for word in each.title_words.split())
    known = Counter(word for each in held for word in each.more_words.split()) + titles
    meant = []
    for word in words:
        near = word if _begins(word, known) else _nearest(word, titles) or _nearest(word, known)
        if not near:
            return ""
        meant.append(near)
    if meant == words:  # each is a word somewhere, but no job has them all
        meant = [_nearest(word, titles) if not _begins(word, titles) else word for word in words]
    return " ".join(meant) if all(meant) else ""


def _begins(word: str, known: Iterable[str]) -> bool:
    return any(other.startswith(word) for other in known)


def _nearest(word: str, known: Counter[str]) -> str:
    """The known word fewest slips away, one slip in a short word and two in a longer one; of equals, the commonest."""
    if len(word) < _SHORTEST:
        return ""
    most = 1 if len(word) < 7 else 2
    near = [
        (slips, -count, other)
        for other, count in known.items()
        if len(other) >= _SHORTEST and abs(len(other) - len(word)) <= most
        if (slips := slips_between(word, other)) <= most
    ]
    return min(near)[2] if near else ""
