"""One of everything that a school keeps of employers, for tests that look whether anybody else finds it."""

from datetime import date

from tests.providers.asking import ask, make_employer
from waymark.post.models import Letter
from waymark.providers.models import Thanks
from waymark.providers.sources.employers.receiving import receive_employers

# Which of these an argument of an address names.
NAMED = {
    ("letter", "letter_id"): "letter",
    **{(name, "public_id"): "employer" for name in ("school_employer", "area_employer", "change_employer")},
    **{(name, "public_id"): "employer" for name in ("add_contact", "change_contact", "invite_contact")},
    **{(name, "contact_id"): "contact" for name in ("change_contact", "invite_contact")},
    ("withdraw_employer_invitations", "public_id"): "employer",
    ("employer_file", "number"): "employer_list",
    ("school_request", "public_id"): "asked",
    **{(name, "public_id"): "approach" for name in ("request_activity", "send_names", "say_thanks", "school_impact")},
}


def one_of_each(school, by) -> dict[str, object]:
    """An employer the school keeps for itself, with a contact, a list, a request, its letter and thanks for it."""
    employer = make_employer(school)
    (approach,) = ask(school, employer, by=by)
    Thanks.objects.create(approach=approach, total=30)
    content = b"Reference,Name\nE1,Tallow Yard\n"
    delivery, _ = receive_employers(content=content, filename="a.csv", keeper=school, on=date(2026, 11, 20), by=by)
    return {
        "employer": employer.public_id,
        "contact": employer.contacts.get().public_id,
        "employer_list": delivery.pk,
        "asked": approach.request.public_id,
        "approach": approach.public_id,
        "letter": Letter.objects.get(organisation=school).public_id,
    }
