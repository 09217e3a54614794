"""One page of a search of the directory, as schools and anybody see it."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from waymark.kernel.vocabulary import Setting
from waymark.providers.queries.kept_index import directory_index
from waymark.providers.queries.search import Found, directory_found
from waymark.web.directory_asking import PER_PAGE, Narrowing, Question, narrowing_of, question_of
from waymark.web.directory_cards import Card, Href, cards_of
from waymark.web.formats import plural


@dataclass(frozen=True)
class Results:
    """All that the list shows: what was asked, what answers, and what the distance left out."""

    narrowing: Narrowing
    cards: tuple[Card, ...]
    total: int
    page_number: int
    pages: int
    base: str
    said: str
    left_out: tuple[str, ...]
    per_page: int = PER_PAGE


def results_of(
    request: HttpRequest, on: date, *, href: Href, home: str = "", setting: Setting = Setting.SCHOOL
) -> Results:
    """Search as the address asks; `home` is the postcode to measure from where the address names none."""
    question = question_of(request, on, home=home, setting=setting)
    index = directory_index(on=on, frameworks=question.rules)
    found = directory_found(index, question.asked)
    pages = max(1, -(-found.total // PER_PAGE))
    if question.page_number > pages:  # an address from when there were more: the last page that there is
        question = question.at(pages)
        found = directory_found(index, question.asked)
    narrowing = narrowing_of(question, found)
    return Results(
        narrowing=narrowing,
        cards=cards_of(found.hits, rules=question.rules, place=question.asked.place, on=on, href=href, setting=setting),
        total=found.total,
        page_number=question.page_number,
        pages=pages,
        base=narrowing.link(page="") + "&page=",
        said=_said(found, question),
        left_out=_left_out(found),
    )


def _said(found: Found, question: Question) -> str:
    """How many, told apart by where they are when a distance was asked for."""
    total = plural(found.total, "entry", "entries")
    where = found.facets.get("where", {})
    if question.asked.miles is None or "where" in question.asked.chosen:
        return total
    parts = [
        f"{where.get('near', 0):,} within {question.asked.miles} miles",
        f"{where.get('nationwide', 0):,} that come to schools anywhere in England",
        f"{where.get('online', 0):,} online",
    ]
    return f"{total}: {', '.join(part for part in parts if not part.startswith('0 '))}" if found.total else total


def _left_out(found: Found) -> tuple[str, ...]:
    words = []
    if found.do_not_come:
        words.append(f"{found.do_not_come:,} more are near enough, but say that they do not travel this far.")
    if found.too_far:
        words.append(f"{found.too_far:,} more are further away, or do not say where they are.")
    return tuple(words)
