"""The register of providers: what is read, and what never is."""

import pytest

from tests.factories import make_school
from tests.opportunities.makers import make_course, make_provider, make_run
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.sources.receiving import take_open_file
from waymark.places.models import Setting

RECORD = """<MatchingProviderRecords>
 <UnitedKingdomProviderReferenceNumber>{ukprn}</UnitedKingdomProviderReferenceNumber>
 <ProviderName>{name}</ProviderName><ProviderStatus>{status}</ProviderStatus>
 <ProviderContact><ContactType>P</ContactType><ContactAddress><Town>Elsewhere</Town></ContactAddress></ProviderContact>
 <ProviderContact><ContactType>L</ContactType>
  <ContactAddress><Address1>1 Mill Lane</Address1><Address2>Rear</Address2><Town>Guildford</Town><County>Surrey</County>
   <PostCode>gu13bb</PostCode></ContactAddress>
  <ContactPersonalDetails><PersonGivenName>Robin</PersonGivenName></ContactPersonalDetails>
  <ContactRole>Principal</ContactRole><ContactTelephone1>01483 555 010</ContactTelephone1>
  <ContactEmail>robin@example.org</ContactEmail><ContactWebsiteAddress>example.org</ContactWebsiteAddress>
 </ProviderContact>
 <ProviderVerificationDate>2026-03-01T00:00:00</ProviderVerificationDate>
 <ProviderAliases><ProviderAlias>Hartwell Skills</ProviderAlias></ProviderAliases>
</MatchingProviderRecords>"""


def register(*records, soap=True):
    body = "".join(RECORD.format(**{"status": "Active", "name": "Hartwell Training"} | each) for each in records)
    if not soap:
        return f"<Providers>{body}</Providers>".encode()
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<ProviderQueryResponse xmlns="http://ukrlp.co.uk.server.ws.v3">{body}</ProviderQueryResponse>'
        "</s:Body></s:Envelope>"
    ).encode()


def take(content, scope):
    outcome = take_open_file(kind="ukrlp", content=content, by=scope)
    return outcome.added, outcome.changed, outcome.unchanged, outcome.absent, outcome.refused


@pytest.mark.parametrize("soap", [True, False])
def test_a_record(db_scope, soap):
    assert take(register({"ukprn": "10009901"}, soap=soap), db_scope) == (1, 0, 0, 0, 0)

    one = TrainingProvider.objects.get()
    assert (one.name, one.alias, one.status) == ("Hartwell Training", "Hartwell Skills", "registered")
    assert (one.street, one.town, one.county, one.postcode) == ("1 Mill Lane, Rear", "Guildford", "Surrey", "GU1 3BB")
    assert (one.telephone, one.website, one.verified_on.isoformat()) == ("01483 555 010", "example.org", "2026-03-01")
    everything = " ".join(str(value) for value in TrainingProvider.objects.values().get().values())
    assert [word for word in ("Robin", "Principal", "robin@") if word in everything] == []


def test_wrong_records_are_left_out_and_the_rest_taken(db_scope):
    content = register({"ukprn": "10009901"}, {"ukprn": "1"}, {"ukprn": "10009901"}, {"ukprn": "10009903", "name": ""})
    outcome = take_open_file(kind="ukrlp", content=content, by=db_scope)

    assert (outcome.added, outcome.refused) == (1, 3)
    assert [(p.row, p.code) for p in outcome.problems] == [
        (3, "UKPRN_INVALID"), (4, "UKPRN_TWICE"), (5, "NAME_BLANK"),
    ]  # fmt: skip


def test_twice_changes_nothing_and_a_new_name_is_announced(db_scope):
    take(register({"ukprn": "10009901"}), db_scope)
    run = make_run(make_course(TrainingProvider.objects.get()))
    make_provider("Elsewhere", ukprn="10009902")
    seen = last_change()

    assert take(register({"ukprn": "10009901"}), db_scope) == (0, 0, 1, 1, 0)
    assert changed_after(seen) == set()
    closed = {"ukprn": "10009901", "name": "Hartwell Skills Ltd", "status": "Provider deactivated, not verified"}
    assert take(register(closed), db_scope) == (0, 1, 0, 1, 0)
    assert changed_after(seen) == {run.pk}
    assert TrainingProvider.objects.get(ukprn="10009901").status == "closed"


def test_a_college_of_that_number_is_joined(db_scope):
    college = make_school("Hartwell College", setting=Setting.COLLEGE, urn="", ukprn="10009901")

    take(register({"ukprn": "10009901"}), db_scope)

    assert TrainingProvider.objects.get().organisation == college


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<a><b></a>", "FILE_TYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "FILE_TYPE"),
        (b"<a/>", "FILE_EMPTY"),
    ],
)
def test_files_that_are_refused(db_scope, content, code):
    outcome = take_open_file(kind="ukrlp", content=content, by=db_scope)

    assert [problem.code for problem in outcome.problems] == [code]
