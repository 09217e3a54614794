"""What the demonstration's schools keep as evidence: small invented files, a standard with its evidence, one document.

A school that shines keeps a file for most of what it does; one that struggles keeps little, and its policy has run out.
"""

import struct
import zlib
from dataclasses import dataclass
from datetime import date, timedelta

from waymark.access.queries import people_at
from waymark.access.scope import Scope
from waymark.demo.places import SCHOOLS, DemoSchool
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment
from waymark.ledger.models import Activity, Attachment
from waymark.places.models import Organisation
from waymark.publishing.actions.criteria import CriterionText, bring_in_criteria, map_evidence
from waymark.publishing.actions.documents import make_document
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import StandardKind

_WITH_AN_AWARD = "aldermouth-academy"


@dataclass(frozen=True)
class _File:
    """A file to keep: how many days ago it is of, for how many days more it holds, and who may be in it."""

    kind: str
    title: str
    days: int
    words: str
    benchmark: str
    holds: int | None = None
    ending: str = "pdf"
    names_learners: bool = False


_FILES = (
    _File("policy", "Careers policy", 300, "Every learner has a programme, and somebody to ask.", "gb1", 60),
    _File(
        "minutes", "Governors’ minutes, careers item", 40, "Item 6. Careers: the figures of the term were seen.", "gb1"
    ),
    _File("plan", "Careers programme by year group", 75, "Year 7: what is work? Year 11: what comes next.", "gb1"),
    _File(
        "letter", "Agreement with Lantern Dairies", 120, "Lantern Dairies will host twelve learners in March.", "gb6"
    ),
    _File("photograph", "Display for careers week", 20, "", "gb5", ending="png"),
    _File("certificate", "Adviser’s certificate", 500, "Diploma in career guidance, level 6.", "gb8", 200),
    _File(
        "other", "What employers said, as numbers", 30, "employer,useful\r\nLantern Dairies,5\r\n", "gb5", ending="csv"
    ),
    _File("photograph", "Mock interviews in the hall", 15, "", "gb5", ending="png", names_learners=True),
    _File("minutes", "Careers group, autumn meeting", 25, "Present: the group. Next: the options evening.", "gb1"),
)
# An invented award: the text of real ones is their owners'.
_AWARD = "The Westmarch Careers Pledge, 2026"
_CRITERIA = (
    ("1.1", "A named person leads careers, and the public can reach them."),
    ("1.2", "Governors look at careers at least once a year."),
    ("2.1", "Every learner meets somebody from work in each year."),
    ("2.2", "Every learner has been in a workplace by 16."),
    ("3.1", "Every learner talks with a qualified adviser by 16."),
    ("3.2", "The school asks learners what they took from it, and changes with what they say."),
)


def keep_evidence(schools: dict[str, Organisation], *, today: date, by: Scope) -> None:
    """Give every school what it keeps."""
    for number, plan in enumerate(SCHOOLS):
        school = schools[plan.slug]
        count = max(1, round(len(_FILES) * min(1.0, plan.strength)))
        kept = [_keep(school, plan, each, number, today, by) for each in _FILES[:count]]
        if plan.slug == _WITH_AN_AWARD:
            _bring_in_award(school, kept, by)


def make_first_document(schools: dict[str, Organisation], *, today: date, by: Scope) -> None:
    """One page for the governors of the school that shines: it rests on its careers page."""
    make_document(school=schools[_WITH_AN_AWARD], wanted=Wanted("governors", today, today), by=by)


def _keep(school: Organisation, plan: DemoSchool, each: _File, number: int, today: date, by: Scope) -> Attachment:
    leader = next((m.user_id for m in people_at(school) if m.role == "careers_leader"), None)
    held_on, holds = today - timedelta(days=each.days + number % 5), each.holds
    if holds is not None and plan.strength < 0.6:
        holds = -20  # it struggles: nobody has looked
    facts = AttachmentFacts(
        kind=each.kind,
        title=each.title,
        held_on=held_on,
        names_learners=each.names_learners,
        owner_id=leader,
        expires_on=today + timedelta(days=holds) if holds is not None else None,
        benchmarks=[each.benchmark],
        activities=_activities(school, each, today),
    )
    name = f"{each.title.casefold().replace(' ', '-')}.{each.ending}"
    return keep_attachment(school=school, content=_content(each, school.name), filename=name, facts=facts, by=by)


def _activities(school: Organisation, each: _File, today: date) -> list[str]:
    if each.kind != "photograph":
        return []
    done = Activity.objects.filter(organisation=school, state=Activity.State.DONE, held_on__lte=today)
    return list(done.order_by("-held_on", "pk").values_list("public_id", flat=True)[:1])


def _bring_in_award(school: Organisation, kept: list[Attachment], by: Scope) -> None:
    criteria = [CriterionText(code, text) for code, text in _CRITERIA]
    award = bring_in_criteria(school=school, kind=StandardKind.QUALITY, name=_AWARD, criteria=criteria, by=by)
    by_code = {each.code: each for each in award.criteria.all()}
    by_title = {each.title: each for each in kept}
    map_evidence(criterion=by_code["1.1"], attachment=by_title["Careers policy"], says="Page 1 names her.", by=by)
    minutes = by_title["Governors’ minutes, careers item"]
    map_evidence(criterion=by_code["1.2"], attachment=minutes, says="Item 6.", by=by)
    for code, entitlement in (
        ("2.1", "gb5.employer_year"),
        ("2.2", "gb6.workplace_by_16"),
        ("3.1", "gb8.guidance_by_16"),
    ):
        map_evidence(criterion=by_code[code], entitlement=entitlement, says="From our registers.", by=by)


def _content(each: _File, school: str) -> bytes:
    if each.ending == "png":
        return _picture(each.title)
    return each.words.encode() if each.ending == "csv" else _pdf(f"{each.title}, {school}", each.words)


def _picture(title: str) -> bytes:
    """A plain picture of three bands, its colours the title's."""
    width, height, shade = 240, 160, zlib.crc32(title.encode())
    bands = [bytes([(shade >> 8 * n) % 200 + 40, (shade >> 4 * n) % 200 + 40, 120 + 40 * n]) for n in range(3)]
    rows = b"".join(b"\0" + bands[3 * y // height] * width for y in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _pdf(title: str, words: str) -> bytes:
    """A page with a title and a line, as small as a PDF can be."""
    lines = [f"({_escaped(title)}) Tj", "0 -28 Td", f"({_escaped(words)}) Tj"]
    stream = "\n".join(["BT /F1 14 Tf 60 760 Td", *lines, "ET"]).encode("cp1252", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n"
    return out + start + b"%d\n%%%%EOF\n" % len(out)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
