"""What takes in each file of a register: read now, loaded when the door says so."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Effect, Problem, Reading
from waymark.kernel.telling import Tell
from waymark.opportunities.actions.aims import load_aims, load_categories, load_free_courses, load_t_levels
from waymark.opportunities.actions.campaigns import load_campaign
from waymark.opportunities.actions.degrees import load_degrees
from waymark.opportunities.actions.provider_register import load_listed, load_providers
from waymark.opportunities.actions.standards import load_delivery, load_standards
from waymark.opportunities.models import CampaignCourse, FreeCoursesProvider
from waymark.opportunities.sources.registers.campaigns import read_campaign
from waymark.opportunities.sources.registers.discover_uni import read_discover_uni
from waymark.opportunities.sources.registers.lars import read_lars
from waymark.opportunities.sources.registers.listed_providers import read_listed, ukprn
from waymark.opportunities.sources.registers.standards import read_standards, year_in
from waymark.opportunities.sources.registers.ukrlp import read_ukrlp
from waymark.opportunities.sources.registers.zips import table_of
from waymark.places.actions import Loaded

Taken = tuple[Reading, Callable[[], Loaded]]


LIST_COLUMNS = (Column("ukprn", ukprn, heading="UKPRN", filled=True, unreadable="UKPRN_INVALID", example="10009901"),)


def lars(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """A zip of LARS tables."""
    said, reading = read_lars(content, tell)
    standards, _, of_standards = read_standards(said.standards) if said.standards else ([], [], Reading())
    if not reading.records:
        reading = of_standards

    def load() -> Loaded:
        load_categories(said.categories)
        loaded = load_aims(said.aims, tell)
        more = load_t_levels(said.t_levels) + load_standards(standards)
        return loaded if said.aims else more

    return reading, load


def ukrlp(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """The register of providers."""
    providers, reading = read_ukrlp(content, tell)
    return reading, lambda: load_providers(providers, tell)


def standards(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """A file of apprenticeships."""
    facts, counts, reading = read_standards(table_of("the file", content), year=year or year_in(filename))
    return reading, lambda: load_delivery(counts, tell) if counts else load_standards(facts)


def free_courses_providers(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """The list of providers for Free Courses for Jobs."""
    reading = read_file(content, LIST_COLUMNS, personal=False, tell=tell)
    said = [row.values["ukprn"] for row in reading.rows]
    lacked = set(FreeCoursesProvider.objects.values_list("ukprn", flat=True)) - set(said)
    return _kept(reading, lacked), lambda: load_free_courses(said, is_whole=not reading.left_out)


def providers(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """Whom the public course directory lists."""
    listed, reading = read_listed(content, tell)
    return reading, lambda: load_listed(listed, tell)


def campaign(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """The courses of a campaign, which the file's name says."""
    code, pairs, reading = read_campaign(content, filename, tell)
    lacked = set(CampaignCourse.objects.filter(campaign__iexact=code).values_list("ukprn", "aim_reference")) - set(
        pairs
    )
    return _kept(reading, lacked), lambda: load_campaign(code, pairs, is_whole=not reading.left_out)


def discover_uni(content: bytes, filename: str, year: int | None, tell: Tell) -> Taken:
    """The dataset of degrees."""
    degrees, reading = read_discover_uni(content, tell)
    return reading, lambda: load_degrees([(degree.key, degree.said) for degree in degrees], tell)


def _kept(reading: Reading, lacked: AbstractSet) -> Reading:
    """The reading of a whole list, which says so where rows left out keep on it what it lacks."""
    if not reading.left_out or not lacked:
        return reading
    got, expected = "a row that was left out", "a row that says which line of the list it is"
    advice = f"Until it is mended, the {len(lacked):,} that the file lacks stay on the list."
    return reading.with_problem(Problem("LIST_KEPT", Effect.NOTED, 0, "", got, expected, advice))


REGISTERS: Mapping[str, Callable[[bytes, str, int | None, Tell], Taken]] = {
    "lars": lars,
    "ukrlp": ukrlp,
    "standards": standards,
    "discover-uni": discover_uni,
    "free-courses-providers": free_courses_providers,
    "providers": providers,
    "campaign": campaign,
}
