"""A file of offers is taken back to the letter, but for what something rests on by now, which is said with why."""

import json
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_offer, make_provider, make_school, make_user
from tests.providers.asking import DAY, asker
from waymark.access.queries import scope_of
from waymark.access.scope import acting
from waymark.providers.actions.asking import Candidate, Wish, make_request
from waymark.providers.actions.entries import change_entry
from waymark.providers.actions.offers import change_offer
from waymark.providers.actions.reviews import ReviewFacts, write_review
from waymark.providers.actions.undoing import NotMerged, all_said_by, undo_file
from waymark.providers.models import Approach, DirectoryRevision, Offer, OfferFile, QualityMark, Resource
from waymark.providers.rules.facts import EntryFacts, OfferFacts, facts_of
from waymark.providers.sources.files import look_at_file, merge_file
from waymark.providers.sources.openreferral.writing import page_of_services

ON = date(2026, 11, 20)
FILE = (
    "offer_id,title,kind,fixed_cost,dates,capacity\n"
    "A,Talk on trades,lmi,12.50,2027-03-05,30\n"
    "B,Day with an apprentice,provider,,,\n"
    "C,Tools of the trade,lmi,0,,20\n"
)


@pytest.fixture
def provider(db_scope):
    provider = make_provider("Brightwater Training", summary="Trades", contact_email="kit@brightwater.example")
    QualityMark.objects.create(provider=provider, name="matrix Standard", expires_on=date(2028, 1, 1))
    Resource.objects.create(provider=provider, title="Lesson", url="https://brightwater.example/l")
    make_offer(provider, "Talk", external_id="A", kind="lmi", fixed_cost=Decimal("9.50"), dates=["2027-02-01"])
    make_offer(provider, "Kept by hand")
    return provider


@pytest.fixture
def merged(provider, db_scope):
    file, _ = look_at_file(provider=provider, content=FILE.encode(), filename="offers.csv", by=db_scope)
    merge_file(file=file, provider=provider, by=db_scope)
    file.refresh_from_db()
    return file


@pytest.fixture
def undo(provider):
    """Undo a file as its provider does, who sees of no school's list."""
    by = scope_of(make_user("Kit Sandell", ("provider", provider.organisation)))

    def undone(file):
        with acting(by):
            return undo_file(file=file, provider=provider, by=by)

    return undone


def offers():
    return sorted(Offer.objects.values_list("title", flat=True))


def test_a_file_undone_leaves_everything_as_it_was(provider, db_scope, undo):
    before = all_said_by(provider)
    file, _ = look_at_file(provider=provider, content=FILE.encode(), filename="offers.csv", by=db_scope)
    merge_file(file=file, provider=provider, by=db_scope)
    merged, revision = offers(), DirectoryRevision.now()
    file.refresh_from_db()

    left = undo(file)

    assert merged == ["Day with an apprentice", "Kept by hand", "Talk on trades", "Tools of the trade"]
    assert left == 0
    assert all_said_by(provider) == before
    assert DirectoryRevision.now() > revision
    with pytest.raises(NotMerged):
        undo(file)


def test_what_json_said_of_the_provider_and_its_marks_is_undone_too(provider, db_scope, undo):
    before = all_said_by(provider)
    said = json.dumps(page_of_services(ON, providers=[provider])).replace("matrix Standard", "Another mark")
    content = said.replace("Trades", "Trades and crafts").encode()
    file, _ = look_at_file(provider=provider, content=content, filename="offers.json", by=db_scope)
    merge_file(file=file, provider=provider, by=db_scope)
    file.refresh_from_db()
    changed = {each["what"] for each in file.before}

    undo(file)

    assert {"entry", "marks"} <= changed
    assert all_said_by(provider) == before


def test_what_was_changed_since_stays_and_is_said(provider, merged, db_scope, undo):
    talk = Offer.objects.get(external_id="A")
    change_offer(offer=talk, facts=OfferFacts(title="Talk, longer", kind="lmi", minutes=90), by=db_scope)
    Offer.objects.get(external_id="B").delete()

    left = undo(merged)

    assert left == 2
    assert merged.left == [
        {"what": "offer", "title": "Day with an apprentice", "why": "gone"},
        {"what": "offer", "title": "Talk on trades", "why": "changed"},
    ]
    assert offers() == ["Kept by hand", "Talk, longer"]


def test_what_was_asked_for_or_reviewed_stays_and_is_said(provider, merged, db_scope, undo):
    school = make_school()
    asked, reviewed = Offer.objects.get(external_id="B"), Offer.objects.get(external_id="C")
    make_request(
        school=school,
        wish=Wish(title="A day", wished_on=DAY, learners=30, year_groups=(10,)),
        candidates=[Candidate(provider=provider, offer=asked)],
        on=ON,
        by=scope_of(asker(school)),
    )
    write_review(school=school, provider=provider, offer=reviewed, facts=ReviewFacts(stars=4), by=db_scope)

    undo(merged)

    assert [(each["title"], each["why"]) for each in merged.left] == [
        ("Day with an apprentice", "asked"),
        ("Tools of the trade", "reviewed"),
    ]
    assert offers() == ["Day with an apprentice", "Kept by hand", "Talk", "Tools of the trade"]


def test_what_a_school_has_on_its_list_stays_and_its_provider_learns_of_no_list(provider, merged, undo):
    school, offer = make_school(), Offer.objects.get(external_id="B")
    make_request(
        school=school,
        wish=Wish(title="A day", wished_on=DAY, learners=30, year_groups=(10,)),
        candidates=[
            Candidate(provider=make_provider("Oakmoor Training", contact_email="kit@oakmoor.example")),
            Candidate(provider=provider, offer=offer),
        ],
        on=ON,
        by=scope_of(asker(school)),
    )

    undo(merged)

    assert [(each["title"], each["why"]) for each in merged.left] == [("Day with an apprentice", "used")]
    assert Approach.objects.get(provider=provider).offer == offer


def test_of_two_who_undo_a_file_at_once_one_does(merged, undo):
    as_the_other_has_it = OfferFile.objects.get(pk=merged.pk)
    undo(merged)

    with pytest.raises(NotMerged):
        undo(as_the_other_has_it)

    assert OfferFile.objects.get(pk=merged.pk).left == []


def test_of_two_files_the_later_is_undone_first(provider, merged, db_scope, undo):
    text = b"offer_id,title,kind,capacity\nA,Talk on trades,lmi,25\n"
    second, _ = look_at_file(provider=provider, content=text, filename="more.csv", by=db_scope)
    merge_file(file=second, provider=provider, by=db_scope)

    first_alone = undo(merged)
    second.refresh_from_db()
    then_second = undo(second)

    assert (first_alone, then_second) == (1, 0)
    assert Offer.objects.get(external_id="A").capacity == 30


def test_an_entry_changed_by_hand_is_no_part_of_the_file(provider, merged, db_scope, undo):
    change_entry(provider=provider, facts=EntryFacts(provider_kind="itp", summary="By hand"), by=db_scope)

    undo(merged)
    provider.refresh_from_db()

    assert facts_of(provider, EntryFacts).summary == "By hand"
