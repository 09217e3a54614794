"""The files kept as evidence as they go into a folder: each with its name there, or why it is left out."""

from dataclasses import dataclass
from datetime import date

from waymark.intake.keepable import Media, words_in
from waymark.ledger.models import Attachment
from waymark.ledger.queries.attachments import bytes_of, standing_attachments
from waymark.places.models import Organisation
from waymark.publishing.documents.names import Names

NAMES_LEARNERS = "It names or shows learners, as was said when it was kept."
NAME_FOUND = "A learner's name was found in it."
NOT_READ = "It could not be read through, so it may name a learner."


@dataclass(frozen=True)
class AttachedFile:
    """An attachment with its name in a folder; `withheld` says why its file is not there."""

    attachment: Attachment
    name: str
    title: str
    withheld: str = ""


def attached_files(school: Organisation, *, on: date, leaves_school: bool) -> dict[int, AttachedFile]:
    """What is kept on the day, by its key, the latest first. Their names there say only what kind each is.

    Where the folder leaves the school, what names learners is withheld: what a person has said does, and every file of
    words in which the program finds a name. A PDF or a picture it cannot read, and goes by what was said.
    """
    names = Names(school) if leaves_school else None
    found = {}
    for number, each in enumerate(standing_attachments(school, on=on), 1):
        why = _withheld(each, names) if names else ""
        title = "Withheld" if why else each.title
        found[each.pk] = AttachedFile(each, f"attachments/{number:03d}-{each.kind}.{each.media}", title, why)
    return found


def _withheld(attachment: Attachment, names: Names) -> str:
    if attachment.names_learners:
        return NAMES_LEARNERS
    media = Media(attachment.media)
    if media.is_picture or media is Media.PDF:
        return ""
    words = words_in(bytes_of(attachment), media)
    if words is None:
        return NOT_READ
    return NAME_FOUND if names.in_text(words) else ""
