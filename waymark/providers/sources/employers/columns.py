"""The columns of a file of employers, by the headings of the pay gap register and by those people use."""

from waymark.intake.reading import Column, yes_or_no
from waymark.providers.sources.employers.values import (
    company_number,
    email,
    helps,
    postcode,
    sic_codes,
    size,
    up_to,
)


def _optional(name: str, parse, *also: str, code: str, **more) -> Column:
    return Column(name, parse, also_called=also, required=False, lenient=True, unreadable=code, **more)


def _flag(name: str, heading: str, *also: str) -> Column:
    return _optional(name, yes_or_no, *also, code="YES_NO_INVALID", heading=heading, example="Yes")


EMPLOYER_COLUMNS = (
    Column(
        "name",
        also_called=("EmployerName", "Employer", "Organisation", "Company", "Company name", "Business"),
        heading="Name",
        filled=True,
        blank="NAME_BLANK",
        example="Lantern Dairies",
        describe="What the employer or volunteer is called.",
    ),
    Column(
        "register_id",
        also_called=("EmployerId",),
        heading="EmployerId",
        required=False,
        describe="The pay gap register’s own number. A file that has it is taken for the register.",
    ),
    Column("current_name", also_called=("CurrentName",), heading="CurrentName", required=False),
    Column(
        "reference",
        also_called=("Ref", "Your reference", "ID"),
        heading="Reference",
        required=False,
        describe="Your own name for it: the same reference is the same employer.",
        example="E-104",
    ),
    _optional("company_number", company_number, "CompanyNumber", "Company no", code="COMPANY_NUMBER_INVALID",
              heading="Company number", example="04104101"),
    Column("address", also_called=("Street address",), heading="Address", required=False),
    _optional("postcode", postcode, "Post code", code="POSTCODE_INVALID", heading="Postcode", example="GU1 3BB",
              describe="Where it is: distances are worked out from it."),
    _optional("size", size, "EmployerSize", "Size band", "Employees", code="SIZE_INVALID", heading="Size",
              example="250 to 499"),
    _optional("sic_codes", sic_codes, "SicCodes", "SIC", "SIC code", "SIC 2007", code="SIC_INVALID",
              heading="SIC codes", example="10511, 46330",
              describe="Classes of SIC 2007. `1` among them says a public body, as on the register."),
    Column("website", also_called=("Web", "Web address"), heading="Website", required=False),
    _flag("is_stem", "STEM", "Works in STEM"),
    _flag("is_self_employed", "Self-employed", "Sole trader", "Freelance"),
    _flag("is_cornerstone", "Cornerstone employer", "Cornerstone"),
    _flag("has_stem_ambassadors", "STEM Ambassadors", "STEM Ambassador"),
    _flag("has_enterprise_adviser", "Enterprise Adviser", "EA"),
    _flag("has_alumni", "Alumni", "Former learners"),
    _optional("offers", helps, "What they can do", "Activities", code="OFFER_INVALID", heading="Offers",
              example="talk; visit"),
    Column("offers_said", also_called=("In their words",), heading="What they say", required=False),
    Column("when_said", also_called=("Availability", "When they can"), heading="When", required=False),
    _optional("reach_miles", up_to(500), "Miles", "Travels up to", code="NUMBER_INVALID", heading="Reach in miles",
              example="15"),
    _optional("cap_per_month", up_to(1000), "Requests per month", "Cap", code="NUMBER_INVALID",
              heading="Requests a month", example="2", describe="How many requests may reach them in a month."),
    Column("contact_name", also_called=("Contact", "Contact person"), heading="Contact name", required=False),
    Column("contact_role", also_called=("Job title", "Role"), heading="Contact role", required=False),
    _optional("contact_email", email, "Email", "E-mail", "Contact e-mail", code="EMAIL_INVALID",
              heading="Contact email", example="pat@lantern.example"),
    Column("contact_telephone", also_called=("Telephone", "Phone"), heading="Contact telephone", required=False),
)  # fmt: skip
