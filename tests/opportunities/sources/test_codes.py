"""The reference names each code that the rules can give, and no other; and each has a case in the tests."""

import re
from pathlib import Path

import waymark.opportunities.sources as sources
from waymark.opportunities.sources.codes import COURSE_CODES, VENUE_CODES
from waymark.opportunities.sources.columns import TEXT_COLUMNS

FOLDER = Path(sources.__file__).parent
_CODE = re.compile(r'"((?:COURSE|COURSERUN|VENUE)_[A-Z0-9_]+)"')
HERE = Path(__file__).parent


def given(folder: str) -> set[str]:
    """The codes that stand in the rules, those made of a stem spelt out."""
    text = "\n".join(path.read_text() for path in sorted((FOLDER / folder).glob("*.py")))
    return set(_CODE.findall(text))


def test_the_reference_has_each_code():
    words = {word for column in TEXT_COLUMNS for word in (column.heading,)}
    headings = words | {"COURSE_NAME", "COURSE_TYPE", "COURSE_WEBPAGE", "VENUE_NAME"}
    stems = {code for code in given("courses") | given("venues") if not code.endswith(_ENDS)}

    spelt = (given("courses") | given("venues")) - headings - stems

    assert spelt - set(COURSE_CODES) - set(VENUE_CODES) == set()


def test_each_code_has_a_case():
    tried = "\n".join(path.read_text() for path in HERE.glob("test_*_codes.py"))
    formats = {f"{column.stem}_FORMAT" for column in TEXT_COLUMNS}  # two of the seven stand for all
    untried = {code for code in (*COURSE_CODES, *VENUE_CODES) if code not in tried}

    assert untried - formats == {"COURSERUN_TWICE"}  # in test_import_courses


_ENDS = (
    "_REQUIRED", "_INVALID", "_EXPIRED", "_MAXLENGTH", "_FORMAT", "_NOT_ALLOWED", "_WITH_REF", "_RANGE", "_UNIQUE",
    "_ENGLAND", "_APPROXIMATE", "_TWICE",
)  # fmt: skip
