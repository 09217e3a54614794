"""The inspection folder: whole, the same bytes again, and no learner's name or UPN in any byte of what leaves."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.factories import attend, make_activity, make_learner
from tests.publishing.pdf_text import text_of
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.kernel.upn import check_letter
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment
from waymark.ledger.models import Learner
from waymark.ledger.touching import touch_everyone
from waymark.planner.actions import Planned, add_action
from waymark.publishing.actions import release
from waymark.publishing.actions.criteria import CriterionText, bring_in_criteria, map_evidence
from waymark.publishing.documents.bundles import Files, zipped
from waymark.publishing.documents.making import make, names_to_decide
from waymark.publishing.documents.redaction import NameInText
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import AccessRequest

pytestmark = pytest.mark.django_db  # so that there is a database
NAMES = [
    ("Zephyrine", "Quillfeather"),
    ("Bartholomew-James", "O'Thornbury"),
    ("Ottoline", "Vandersnoot"),
    ("Peregrine", "Ashgrove-Mallow"),
]
EMAIL = "zephyrine.q@pupils.fernhill.example"
EVERYTHING = "registers/attendance.csv"
EXPECTED = {
    "careers-page/careers-page.html",
    "careers-page/careers-page.json",
    "careers-page/careers-page.pdf",
    "manifest.json",
    "programme/programme.csv",
    "registers/attendance-in-numbers.csv",
    *(
        f"{name}.{ending}"
        for name in ("index", "governors/governors", "progress/progress", "provider-access/provider-access")
        for ending in ("pdf", "html", "csv", "xlsx")
    ),
}


@dataclass(frozen=True)
class Made:
    """What was made of one school, once for all the tests: a folder takes a while."""

    leaves: Files
    again: Files
    stays: Files
    alone: Mapping[str, Files]
    secrets: tuple[str, ...]
    found: Collection[NameInText]
    told: list[tuple[int, int, str]]
    portfolio: Files


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    own = {"default": storage | {"OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))}}}
    here = override_settings(STORAGES={**settings.STORAGES, **own})
    then = time_machine.travel("2026-11-20T10:00:00Z", tick=False)
    with django_db_blocker.unblock(), here, then, transaction.atomic(), acting(everything("test")) as by:
        found = _made(_school(by), by)
        transaction.set_rollback(True)
    return found


def _made(school, by):
    told = []
    leaves = make(school, wanted(), tell=lambda *step: told.append(step)).files
    found = names_to_decide(school, wanted(kind="provider-access"))
    keep = [each.mark for each in found if each.written == "Ottoline Vandersnoot"]
    with time_machine.travel("2026-11-20T17:30:00Z", tick=False):
        again = make(school, wanted()).files
    return Made(
        leaves,
        again,
        make(school, wanted(leaves_school=False)).files,
        {
            "progress": make(school, wanted(kind="progress")).files,
            "provider-access": make(school, wanted(kind="provider-access")).files,
            "one kept": make(school, wanted(kind="provider-access", keep=keep)).files,
        },
        tuple(secrets(school)),
        found,
        told,
        _portfolio(school, by),
    )


def _portfolio(school, by):
    criteria = [CriterionText("1.1", "A policy"), CriterionText("1.2", "A record of Zephyrine Quillfeather")]
    award = bring_in_criteria(school=school, kind="quality-standard", name="Our award", criteria=criteria, by=by)
    policy, named = _attach(school, by, "Policy", b"Words"), _attach(school, by, "Who", b"x", names_learners=True)
    first, second = award.criteria.order_by("place")
    map_evidence(criterion=first, attachment=policy, says="Page 2", by=by)
    map_evidence(criterion=second, attachment=named, by=by)
    map_evidence(criterion=second, entitlement="gb5.employer_year", by=by)
    return make(school, wanted(kind="quality-standard")).files


def _school(db_scope):
    """A school whose learners are named wherever somebody could have typed a name."""
    school, leader = make_publishing_school()
    roll = [_named_learner(school, number, given, family) for number, (given, family) in enumerate(NAMES)]
    told = " and ".join(f"{given} {family}" for given, family in NAMES)
    write_everything(school, db_scope)
    release(school=school, on=ON, by=db_scope)
    visit = make_activity(
        school, "provider", title=f"=Visit of {told}", held_on=date(2026, 11, 10),
        provider_name="Zephyrine Quillfeather", provider_kind="itp", notes=told, led_by=told,
    )  # fmt: skip
    attend(visit, *Learner.objects.filter(organisation=school))
    _attach(school, db_scope, "Quillfeather, Zephyrine", f"About {told}".encode(), names_learners=True)
    _attach(school, db_scope, f"Work of {told}", b"No name in it.")
    _attach(school, db_scope, "Says who", f"Thanks to O'Thornbury, Bartholomew, {roll[0].upn}".encode())
    _attach(school, db_scope, "A fair policy", b"%PDF-1.4 nobody", owner_name=told[:100])
    _plan(school, db_scope, told, leader)
    touch_everyone(school.pk)
    AccessRequest.objects.create(
        organisation=school, provider="Ottoline Vandersnoot Ltd", contact_name="Una Pell",
        contact_email="una@x.example", offers=told, phases=["first"],
        wished_dates=f"when {EMAIL} can", sent_at="2026-11-12T09:00Z",
    )  # fmt: skip
    return school


def _named_learner(school, number, given, family):
    digits = f"90000126{number:04}"
    return make_learner(
        school, 90 + number, given_name=given, preferred_name="Zeph" if number == 0 else "", family_name=family,
        upn=f"{check_letter(digits)}{digits}", email=EMAIL if number == 0 else "", year_group=9,
    )  # fmt: skip


def _attach(school, by, title, content, **facts):
    said = {"kind": "minutes", "title": title, "held_on": date(2026, 11, 1), "names_learners": False, **facts}
    return keep_attachment(
        school=school, content=content, filename="quillfeather.txt", facts=AttachmentFacts(**said), by=by
    )


def _plan(school, by, told, leader):
    planned = Planned(title=f"See to {told}", achieve_by=date(2027, 3, 1), benchmark="gb5", note=told)
    add_action(school=school, academic_year=2026, planned=planned, by=by)


def wanted(**facts):
    return Wanted(**{"kind": "inspection", "on": ON, "made_on": ON, **facts})


def texts(files):
    """Everything that any file says: of packed files what is in them, of PDFs their words, of the rest their bytes."""
    for name, content in files.items():
        if name.endswith((".xlsx", ".docx", ".zip")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for part in archive.namelist():
                    yield f"{name}/{part}", archive.read(part).decode("utf-8", "replace")
        elif name.endswith(".pdf") and b"/Type" in content:
            yield name, text_of(content)
            yield name, content.decode("latin-1")
        else:
            yield name, content.decode("utf-8", "replace")
        yield name, name


def plainly(files):
    return [(name, plain(text)) for name, text in texts(files)]


def plain(text):
    return re.sub(r"[^\w]+", "", text.casefold())


def secrets(school):
    for given, preferred, family, upn, email in Learner.objects.filter(organisation=school).values_list(
        "given_name", "preferred_name", "family_name", "upn", "email"
    ):
        yield from (secret for secret in (upn, email) if secret)
        for name in (given, preferred, given.split("-")[0]):
            if name:
                yield from (f"{name} {family}", f"{family} {name}")


def test_no_name_and_no_upn_is_in_what_leaves_the_school(made):
    hidden = {plain(secret) for secret in made.secrets}

    told = [(name, each) for name, said in plainly(made.leaves) for each in hidden if each in said]

    assert len(hidden) > 80
    assert told == []
    assert set(made.leaves) - EXPECTED == {"withheld.csv", "attachments/001-minutes.pdf", "attachments/004-minutes.txt"}


def test_the_same_names_are_in_the_copy_that_stays(made):
    """Or the test above would prove nothing."""
    said = "".join(plain(text) for _, text in texts(made.stays))

    assert all(plain(f"{given} {family}") in said for given, family in NAMES)
    kept = {f"attachments/00{number}-minutes.{'pdf' if number == 1 else 'txt'}" for number in (1, 2, 3, 4)}
    assert set(made.stays) - EXPECTED == {EVERYTHING, *kept}


@pytest.mark.parametrize("kind", ["provider-access", "progress"])
def test_each_document_alone_leaves_names_out_too(made, kind):
    hidden = {plain(secret) for secret in made.secrets}

    assert [name for name, said in plainly(made.alone[kind]) for each in hidden if each in said] == []


def test_what_is_withheld_is_listed_with_the_reason(made):
    rows = list(csv.reader(io.StringIO(made.leaves["withheld.csv"].decode("utf-8-sig"))))

    assert rows == [
        ["what", "why"],
        [EVERYTHING, "A line for each learner would tell who they are, even without a name."],
        ["attachments/002-minutes.txt", "It names or shows learners, as was said when it was kept."],
        ["attachments/003-minutes.txt", "A learner's name was found in it."],
    ]


def test_a_person_is_shown_the_names_and_may_keep_one(made):
    assert {"Zephyrine Quillfeather", "Ottoline Vandersnoot", EMAIL} <= {each.written for each in made.found}
    assert all(each.where for each in made.found)
    log = made.alone["one kept"]["provider-access.html"].decode()
    assert "Ottoline Vandersnoot Ltd" in log
    assert "Quillfeather" not in log


def test_the_manifest_has_every_file_with_its_sha256(made):
    manifest = json.loads(made.leaves["manifest.json"])

    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in made.leaves.items() if name != "manifest.json"
    }
    assert (manifest["kind"], manifest["leaves_school"], manifest["on"]) == ("inspection", True, "2026-11-20")


def test_the_same_records_give_the_same_zip_on_one_day(made):
    assert zipped(made.leaves) == zipped(made.again)


def test_the_index_leads_to_every_file(made):
    linked = set(re.findall(r'href="([^"#]+)"', made.leaves["index.html"].decode()))

    assert linked == set(made.leaves) - {"manifest.json"}


def test_no_cell_of_any_csv_begins_a_formula(made):
    for name, content in made.stays.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not [cell for cell in row if re.match(r"[=+@-](?!\d)", cell)], name


def test_progress_is_told_in_steps(made):
    done = [step[0] for step in made.told]

    assert done == sorted(done)
    assert len({words for _, _, words in made.told}) == len(made.told) > 7
    assert all(done < total for done, total, _ in made.told)


def test_a_portfolio_holds_only_what_is_mapped(made):
    page = made.portfolio["index.html"].decode()

    place = re.search(r"attachments/00(\d)-minutes", page[page.index("Page 2") :])[1]
    assert "2 of 2 criteria have evidence mapped to them (100%)." in page
    assert "A record of [name left out]" in page
    assert [name for name in made.portfolio if name.startswith("attachments/")] == [
        f"attachments/00{place}-minutes.txt"
    ]
    assert "Withheld" in page


def test_who_leads_careers_may_be_named(made):
    """A member of staff is no learner."""
    assert "Ottilie Wrenfield" in made.leaves["careers-page/careers-page.html"].decode()
