"""Whether the course search finds what was meant: judged questions, beside plain full-text search on the same set.

Questions and judgements are made by rule from real titles of courses and real job profiles (WAYMARK_OPEN_DATA); nothing
of them is kept here. The same files give the same questions.
"""

import gzip
import json
import os
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from math import log2
from pathlib import Path

from bench.search import slip
from waymark.kernel.distance import miles_apart
from waymark.opportunities.search.asking import Place, Search
from waymark.opportunities.search.documents import Document
from waymark.opportunities.search.finding import find
from waymark.opportunities.search.matching import Standing
from waymark.opportunities.search.segment import segment_of

PAGE = Path("docs/reference/relevance.md")
HEAD = """# Whether the course search finds what is meant

Written by `make bench`, from real course titles and job profiles where they are on the machine. How the search works is
in [How course search works](../explanation/course-search.md).
"""
TITLE = "Judged questions"
EACH, FIRST, MILES = 60, 10, 10.0
# Words of titles that say what kind of course it is, not what it is about.
_KINDS = """
advanced advance apprenticeship award access basic beginner business certificate city course development diploma edexcel
entry extended foundation framework functional general guilds higher improver in intermediate introduction introductory
learning level management national nvq part principle programme qualification skill specialist studies study subsidiary
technical time training understanding unit vocational workplace working other
"""
KINDS = frozenset(_KINDS.split())
_NAMED = re.compile(r"(?:Diploma|Certificate|Award|HND|HNC|degree)s? in ((?:[A-Z]?[a-z-]+ ?|and )+)")


@dataclass(frozen=True)
class Course:
    title: str
    words: tuple[str, ...]
    outcode: str
    point: tuple[float, float]


@dataclass(frozen=True)
class Question:
    text: str
    grades: dict[int, int]
    place: tuple[str, tuple[float, float]] | None = None


def measure(folder: Path) -> str:
    there = os.environ.get("WAYMARK_OPEN_DATA")
    if not there:
        return ""
    courses = _courses(Path(there))
    families = _families(courses, Path(there))
    ours, plain = _ours(courses), _full_text(courses)
    lines = [
        f"{len(courses):,} different titles of courses, {EACH} questions of each kind. **Recall**: of the right courses"
        f" (or of {FIRST}, where there are more) the share among the first {FIRST}. **nDCG**: the same weighed by place"
        " and by how right a course is. *Plain*: SQLite's FTS5 with its English stemmer and BM25, any of the words.",
        "",
        "| questions | recall, ours | plain | nDCG, ours | plain |",
        "| --- | --- | --- | --- | --- |",
    ]
    every: list[tuple[float, ...]] = []
    for name, questions in families.items():
        scores = [(*_scored(q, ours(q)), *_scored(q, plain(q))) for q in questions]
        every += scores
        lines.append(_row(f"{name} ({len(questions)})", scores))
    lines.append(_row(f"all ({len(every)})", every))
    return "\n".join([*lines, "", *_RULE])


_RULE = f"""How the questions are made. A word of a title counts when it has six letters or more, says what the course
is about (not “diploma”), and is in 5 to 400 titles. A course is right (2) when the word is among the first two such
words of its title, and somewhat right (1) when it stands later.

- **one word**: such a word, as it is. **Misspelt**: with one letter wrong, missing, doubled or swapped.
- **beginnings**: its first five letters; what is right is right for any word that begins so.
- **two words**: two of one title, the other way round; right (2) with both, somewhat (1) with one of them.
- **jobs**: the name of a job; right (2) is a title with every word of a diploma, certificate, award or degree that the
  careers service's profile of that job names as a way in. Hard: the profile's words are not the job's.
- **places**: a word and the first part of a postcode; each title is put at a postcode by rule, and is right (2) within
  {MILES:.0f} miles. Plain search has the first part of the postcode as a word of the text.""".splitlines()


def _row(name: str, scores: list[tuple[float, ...]]) -> str:
    recall, ndcg, their_recall, their_ndcg = (sum(each) / len(scores) for each in zip(*scores, strict=True))
    return f"| {name} | {recall:.2f} | {their_recall:.2f} | {ndcg:.2f} | {their_ndcg:.2f} |"


def _courses(there: Path) -> list[Course]:
    with gzip.open(there / "course_directory" / "course_titles_2019.txt.gz", "rt", encoding="utf-8") as file:
        titles = sorted({" ".join(line.split()) for line in file if line.strip()})
    outcodes = []
    for line in (there / "postcodes" / "england_outcodes.csv").read_text(encoding="utf-8").splitlines()[1:]:
        told = line.split(",")
        outcodes.append((told[0], (float(told[4]), float(told[5]))))
    rng = random.Random(4)
    return [Course(title, _about(title), *rng.choice(outcodes)) for title in titles]


def _about(title: str) -> tuple[str, ...]:
    words = (word.removesuffix("s") for word in re.findall(r"[a-z]+", title.lower()))
    return tuple(dict.fromkeys(word for word in words if len(word) > 2 and word not in KINDS and word != "and"))


def _families(courses: list[Course], there: Path) -> dict[str, list[Question]]:
    rng = random.Random(5)
    counts = Counter(word for course in courses for word in course.words)
    telling = sorted(word for word, count in counts.items() if len(word) >= 6 and 5 <= count <= 400)
    chosen = rng.sample(telling, EACH)
    pairs = sorted({pair for course in courses if (pair := tuple(w for w in course.words if w in set(telling))[:2])})
    pairs = rng.sample([pair for pair in pairs if len(pair) == 2], EACH)
    return {
        "one word": [Question(word, _with(courses, word)) for word in chosen],
        "misspelt": [Question(slip(rng, word), _with(courses, word)) for word in chosen],
        "beginnings": [Question(word[:5], _beginning(courses, word[:5])) for word in chosen],
        "two words": [Question(" ".join(reversed(pair)), _either(courses, pair)) for pair in pairs],
        "jobs": _jobs(courses, there, rng),
        "places": [_placed(courses, word, rng) for word in chosen],
    }


def _with(courses: list[Course], word: str) -> dict[int, int]:
    return {at: 2 if word in c.words[:2] else 1 for at, c in enumerate(courses) if word in c.words}


def _beginning(courses: list[Course], letters: str) -> dict[int, int]:
    found = {}
    for at, course in enumerate(courses):
        places = [place for place, word in enumerate(course.words) if word.startswith(letters)]
        if places:
            found[at] = 2 if places[0] < 2 else 1
    return found


def _either(courses: list[Course], pair: tuple[str, ...]) -> dict[int, int]:
    counted = {at: len(set(pair) & set(course.words)) for at, course in enumerate(courses)}
    return {at: count for at, count in counted.items() if count}


def _jobs(courses: list[Course], there: Path, rng: random.Random) -> list[Question]:
    with gzip.open(there / "job_profiles" / "ncs_job_profiles.jsonl.gz", "rt", encoding="utf-8") as file:
        profiles = [json.loads(line) for line in file]
    questions = []
    for profile in sorted(profiles, key=lambda each: each["title"]):
        said = " ".join(way["relevant_subjects"] for ways in (profile["routes"].get("college"),) for way in ways or ())
        named = [set(_about(match)) for match in _NAMED.findall(said)]
        right = {
            at: 2 for at, course in enumerate(courses) if any(names and names <= set(course.words) for names in named)
        }
        if len(right) >= 3:
            questions.append(Question(profile["title"], right))
    return rng.sample(questions, min(EACH, len(questions)))


def _placed(courses: list[Course], word: str, rng: random.Random) -> Question:
    home = rng.choice([course for course in courses if word in course.words])
    near = {
        at: 2
        for at, course in enumerate(courses)
        if word in course.words and miles_apart(*home.point, *course.point) <= MILES
    }
    return Question(word, near, (home.outcode, home.point))


def _ours(courses: list[Course]) -> Callable[[Question], list[int]]:
    documents = (
        Document(at, course.title, "", "", "", "", {"delivery": ("1",)}, points=(course.point,))
        for at, course in enumerate(courses)
    )
    index = [Standing(segment_of(documents))]

    def answered(question: Question) -> list[int]:
        place = Place(*question.place[1]) if question.place else None
        search = Search(text=question.text, place=place, distance=MILES if place else None, limit=FIRST)
        return [hit.run for hit in find(search, index, today=date(2026, 11, 28)).hits]

    return answered


def _full_text(courses: list[Course]) -> Callable[[Question], list[int]]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE course USING fts5(title, tokenize = 'porter unicode61')")
    rows = ((at, f"{course.title} {course.outcode}") for at, course in enumerate(courses))
    database.executemany("INSERT INTO course (rowid, title) VALUES (?, ?)", rows)

    def answered(question: Question) -> list[int]:
        words = [*re.findall(r"\w+", question.text), *([question.place[0]] if question.place else [])]
        asked = " OR ".join(f'"{word}"' for word in words)
        found = database.execute("SELECT rowid FROM course WHERE course MATCH ? ORDER BY rank LIMIT ?", (asked, FIRST))
        return [row[0] for row in found]

    return answered


def _scored(question: Question, answered: Iterable[int]) -> tuple[float, float]:
    """Recall and nDCG of the first ten."""
    grades = [question.grades.get(at, 0) for at in answered]
    ideal = sorted(question.grades.values(), reverse=True)[:FIRST]
    recall = sum(1 for grade in grades if grade) / min(FIRST, len(question.grades))
    return recall, _gain(grades) / _gain(ideal)


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
