"""A hub's pages of employers: keeping, people, lists, the national register, offers of help."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_user
from tests.providers.asking import ask, make_employer, make_hub, make_school
from waymark.access.actions.invitations import invite
from waymark.access.queries import scope_of
from waymark.providers.models import Contact, Employer, EmployerChange, HelpOffer, RegisteredEmployer


@pytest.fixture
def school(db_scope):
    return make_school(postcode="GU1 3BB")


@pytest.fixture
def hub(school):
    return make_hub(school)


@pytest.fixture
def lead(hub, signed_in):
    return signed_in(make_user("Lee Moss", ("hub_lead", hub)))


def filled(**more):
    return {
        "name": "Lantern Dairies",
        "sector": "C",
        "offers": ["talk"],
        "cap_per_month": "3",
        "is_active": "on",
    } | more


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(how_many, hub, lead, django_assert_num_queries):
    for number in range(how_many):
        make_employer(hub, f"Firm {number}", offers=["talk"])

    with django_assert_num_queries(11):
        shown = lead.get(reverse("area_employers", args=[hub.slug])).content.decode()

    assert shown.count("2 of 2 places left this month") == how_many


def test_added_changed_and_given_somebody_to_write_to(hub, lead):
    lead.post(reverse("add_employer", args=[hub.slug]), filled(sic_codes="10511", postcode="gu13bb", flags=["is_stem"]))
    employer = Employer.objects.get()
    here = [hub.slug, employer.public_id]
    lead.post(reverse("add_contact", args=here), {"name": "Pat Okafor", "email": "Pat@lantern.example"})
    lead.post(reverse("change_employer", args=here), filled(name="Lantern Dairies PLC", cap_per_month="0"))

    employer.refresh_from_db()
    assert (employer.name, employer.sector, employer.cap_per_month) == ("Lantern Dairies PLC", "C", 0)
    person = Contact.objects.get()
    assert (person.email, person.is_main) == ("pat@lantern.example", True)
    assert EmployerChange.objects.count() == 2
    shown = lead.get(reverse("area_employer", args=here)).content.decode()
    assert "Pat Okafor" in shown
    assert "Takes no requests at present" in shown

    lead.post(reverse("change_contact", args=[*here, person.public_id]), {"doing": "erase"})
    person.refresh_from_db()
    assert (person.name, person.email, person.erased_at is None) == ("", "", False)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"postcode": "nowhere"}, {"sic_codes": "34000"}, {"offers": ["dance"]}]
)
def test_what_cannot_be_kept_is_sent_back(wrong, hub, lead):
    answer = lead.post(reverse("add_employer", args=[hub.slug]), filled(**wrong))

    assert answer.status_code == 422
    assert Employer.objects.count() == 0


def test_a_list_is_looked_at_taken_in_and_taken_back(hub, lead):
    sent = SimpleUploadedFile("ours.csv", b"Reference,Name,Postcode\nE1,Lantern Dairies,GU1 3BB\nE2,,\n")

    there = lead.post(reverse("employer_files", args=[hub.slug]), {"file": sent})["Location"]
    assert "Nothing is kept yet" in lead.get(there).content.decode()
    assert Employer.objects.count() == 0
    lead.post(there)
    assert Employer.objects.get().reference == "E1"
    assert "Take the list back" in lead.get(there).content.decode()
    lead.post(there, {"doing": "undo"})
    assert Employer.objects.count() == 0


def test_taken_up_from_the_register(hub, lead):
    row = RegisteredEmployer.objects.create(register_id="7", name="TALLOW YARD", search_text="tallow yard", sector="F")

    assert "TALLOW YARD" in lead.get(reverse("employer_register", args=[hub.slug]), {"q": "tallow"}).content.decode()
    lead.post(reverse("employer_register", args=[hub.slug]), {"key": row.pk})

    assert Employer.objects.get().registered == row
    assert "On your list" in lead.get(reverse("employer_register", args=[hub.slug])).content.decode()
    assert lead.post(reverse("employer_register", args=[hub.slug]), {"key": "x"}).status_code == 404


def test_an_offer_of_help_is_taken_up_or_left(hub, lead):
    kept, left = (
        HelpOffer.objects.create(
            organisation=hub, business=name, postcode="GU1 3BB", name="Pat", email="pat@firm.example", offers=["talk"]
        )
        for name in ("Lantern Dairies", "Tallow Yard")
    )
    here = reverse("area_help_offers", args=[hub.slug])
    assert "Lantern Dairies" in lead.get(here).content.decode()

    lead.post(here, {"key": kept.public_id, "doing": "take up"})
    lead.post(here, {"key": left.public_id, "doing": "leave"})
    lead.post(here, {"key": left.public_id, "doing": "take up"})

    assert [each.name for each in Employer.objects.all()] == ["Lantern Dairies"]
    assert Contact.objects.get().email == "pat@firm.example"
    assert HelpOffer.objects.get(pk=left.pk).name == "Erased"


def test_the_hub_sees_what_was_asked_of_its_employers_and_no_thread(school, hub, lead):
    employer = make_employer(hub)
    today = timezone.localdate()
    ask(school, employer, on=today, wished_on=today + timedelta(days=30), message="We have a projector.")

    shown = lead.get(reverse("area_employer", args=[hub.slug, employer.public_id])).content.decode()

    assert "Fernhill School" in shown
    assert "projector" not in shown


def test_another_hub_and_a_school_find_nothing_here(school, hub, signed_in):
    employer, other = make_employer(hub), make_hub(name="Eastmere Careers Hub")
    for who, role, at in (("Sam Reed", "hub_lead", other), ("Kim Hale", "careers_leader", school)):
        client = signed_in(make_user(who, (role, at)))
        assert client.get(reverse("area_employers", args=[hub.slug])).status_code == 404
        assert client.get(reverse("area_employer", args=[other.slug, employer.public_id])).status_code == 404


def test_somebody_is_invited_from_the_employers_page(hub, lead):
    employer = make_employer(hub)
    here = [hub.slug, employer.public_id]
    person = employer.contacts.get()
    before = lead.get(reverse("area_employer", args=here)).content.decode()
    invite = reverse("invite_contact", args=[*here, person.public_id])
    asked = lead.get(invite).content.decode()
    after = lead.post(invite, follow=True).content.decode()
    withdrawn = lead.post(reverse("withdraw_employer_invitations", args=here), follow=True).content.decode()

    assert "Nobody there signs in" in before
    assert invite in before
    assert "A letter goes to pat@lantern-dairies.example" in asked
    assert "The invitation is in your outbox" in after
    assert "Pat, invited, can come until" in after
    assert "1 invitation withdrawn." in withdrawn


def test_a_hub_reads_not_whom_an_employer_invites_once_somebody_there_signs_in(hub, lead, db_scope):
    employer = make_employer(hub)
    here = [hub.slug, employer.public_id]
    lead.post(reverse("invite_contact", args=[*here, employer.contacts.get().public_id]))
    account = Employer.objects.get().account
    pat = make_user("Pat Lantern", ("provider", account))
    said = {"email": "wren@lantern-dairies.example", "name": "Wren Oakes", "role": "provider_colleague"}
    invite(organisation=account, **said, address_of=None, by=scope_of(pat))

    shown = lead.get(reverse("area_employer", args=here)).content.decode()

    assert "1 person there can sign in. They invite colleagues themselves." in shown
    assert "Wren" not in shown
