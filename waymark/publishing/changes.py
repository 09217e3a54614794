"""What differs between two releases, in words for the school's own list of them."""

from waymark.publishing.content import PageContent

_PARTS = {
    "academic_year": "the academic year",
    "leader": "the careers leader",
    "summary": "the summary of the programme",
    "years": "what each year group does",
    "audiences": "what is said for each audience",
    "impact": "how the effect is measured",
    "next_review_on": "the date of the next review",
    "guidance": "how to get personal guidance",
}
_OF_ACCESS = {
    "procedure": "how a provider asks for access",
    "granting": "when a request is granted",
    "refusing": "when a request is refused",
    "premises": "premises and facilities",
    "entitlement": "what pupils are entitled to",
    "complaints": "how a provider complains",
    "contact": "the contact for providers",
    "agreed_on": "when the statement was agreed",
    "opportunities": "when providers meet each year group",
    "visited": "the providers who have visited",
}


def differences(before: PageContent | None, after: PageContent) -> list[str]:
    """The parts that changed, in the page's order; `first release` where there was nothing before."""
    if before is None:
        return ["first release"]
    changed = [words for name, words in _PARTS.items() if getattr(before, name) != getattr(after, name)]
    if _told(before) != _told(after):
        changed.append("the figures shown")
    if before.access is None or after.access is None:
        return changed + (["the provider access statement"] if before.access != after.access else [])
    return changed + [
        words for name, words in _OF_ACCESS.items() if getattr(before.access, name) != getattr(after.access, name)
    ]


def _told(content: PageContent) -> list[tuple[str, int | None, int | None]]:
    """The figures without their day: the same figure a week later is no change."""
    return [(figure.code, figure.met, figure.of) for figure in content.figures]
