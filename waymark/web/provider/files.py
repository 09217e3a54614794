"""A provider brings in a file of its offers, after looking at what it would do, undoes one, and takes one away."""

import contextlib
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.undoing import NotMerged, held_back, title_of, undo_file
from waymark.providers.models import Offer, OfferFile, Provider
from waymark.providers.sources.files import look_at_file, merge_file
from waymark.providers.sources.offers.writing import HEADER, offer_rows
from waymark.providers.sources.openreferral.writing import page_of_services
from waymark.web.downloads import download
from waymark.web.formats import moment
from waymark.web.forms import SizedFileField
from waymark.web.pages import Refused, form_page, page
from waymark.web.provider.home import entry_made, entry_of

_MOST_BYTES, _MOST_SHOWN = 5_000_000, 100


class FileForm(forms.Form):
    file = SizedFileField(
        label="A file of offers",
        help_text="CSV or Excel with a row for each offer, or Open Referral JSON. Nothing changes until you say so.",
        endings=(".csv", ".xlsx", ".json", ".txt"),
        most_bytes=_MOST_BYTES,
    )


@dataclass(frozen=True)
class FileLine:
    """A file that was brought, and what came of it."""

    name: str
    href: str
    on: str
    said: str


@dataclass(frozen=True)
class FilesPage:
    """All that the page of a provider's files shows."""

    name: str
    form: FileForm
    files: tuple[FileLine, ...]
    csv_href: str
    json_href: str
    template_href: str


@dataclass(frozen=True)
class FilePage:
    """All that one file shows: what taking it in would do, or did, and what is wrong with it."""

    name: str
    filename: str
    is_merged: bool
    is_undone: bool
    may_undo: bool
    is_refused: bool
    left: tuple[str, ...]  # what undoing leaves, or left, as it is
    figures: tuple[tuple[str, int], ...]
    problems: list[list[Any]]
    more_problems: int
    back_href: str


@form_page("provider/files.html", needs=Permission.LISTING_WRITE)
def provider_files(request: HttpRequest, place: Organisation) -> FilesPage | Refused | HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if request.method != "POST":
        return _files(place, form)
    if not form.is_valid():
        return Refused(_files(place, form))
    sent = form.cleaned_data["file"]
    provider = entry_made(request, place)
    file, _ = look_at_file(provider=provider, content=sent.read(), filename=sent.name, by=request.scope)
    return redirect("provider_file", slug=place.slug, public_id=file.public_id)


@form_page("provider/file.html", needs=Permission.LISTING_WRITE)
def provider_file(request: HttpRequest, place: Organisation, public_id: str) -> FilePage | HttpResponse:
    file = OfferFile.objects.filter(organisation=place, public_id=public_id).first()
    provider = entry_of(place)
    if file is None or provider is None:
        raise Http404("There is no such file.")
    if request.method == "POST":
        _take_step(request, file, provider)
        return redirect("provider_file", slug=place.slug, public_id=public_id)
    said = file.outcome
    problems = said.get("problems", [])
    left = _left(file, provider)
    return FilePage(
        name=place.name,
        filename=file.filename,
        is_merged=file.is_merged,
        is_undone=file.undone_at is not None,
        may_undo=_may_undo(file, len(left)),
        left=(*left[:_MOST_SHOWN], *([f"And {len(left) - _MOST_SHOWN} more."] if len(left) > _MOST_SHOWN else [])),
        is_refused=any(each["effect"] == "file" for each in problems),
        figures=tuple((name, said.get(name, 0)) for name in ("added", "changed", "unchanged", "absent", "refused")),
        problems=[_problem(each) for each in problems[:_MOST_SHOWN]],
        more_problems=max(0, len(problems) - _MOST_SHOWN),
        back_href=reverse("provider_files", kwargs={"slug": place.slug}),
    )


def _take_step(request: HttpRequest, file: OfferFile, provider: Provider) -> None:
    """Take a file in, or take one that is in back; a button pressed twice does nothing the second time."""
    if request.POST.get("doing") == "undo":
        if _may_undo(file, len(_left(file, provider))):
            with contextlib.suppress(NotMerged):  # undone meanwhile
                left = undo_file(file=file, provider=provider, by=request.scope)
                messages.success(request, "The file was undone, but for what is said below." if left else "Undone.")
    elif file.merged_at is None:
        merge_file(file=file, provider=provider, by=request.scope)
        messages.success(request, "The file was taken in.")


def _may_undo(file: OfferFile, left: int) -> bool:
    """Whether undoing would put anything back."""
    return file.is_merged and left < len(file.before)


def _left(file: OfferFile, provider: Provider) -> list[str]:
    """What undoing would leave as it is, or has left, each with why."""
    if file.is_merged:
        return [_stays(each["what"], title_of(each), why) for each, why in held_back(file, provider)]
    return [_stays(each["what"], each["title"], each["why"]) for each in file.left]


def _stays(what: str, title: str, why: str) -> str:
    named = {"entry": "What your entry says", "marks": "Your quality marks"}.get(what, f"“{title}”")
    were = "were" if what == "marks" else "was"
    said = {
        "gone": "is not there any more",
        "changed": f"{were} changed since",
        "used": "is in use. If you no longer offer it, take it off the directory on its page",
        "asked": "was asked for by a school. If you no longer offer it, take it off the directory on its page",
        "reviewed": "has a school’s review. If you no longer offer it, take it off the directory on its page",
    }
    return f"{named} {said[why]}."


@page("provider/files.html", needs=Permission.LISTING_WRITE)
def provider_download(request: HttpRequest, place: Organisation, kind: str) -> HttpResponse:
    """The provider's offers as a table or as JSON, those not shown too; `template` is the header alone."""
    on, provider = timezone.localdate(), entry_of(place)
    if kind == "json":
        said = page_of_services(on, providers=[provider] if provider else [])
        response = HttpResponse(json.dumps(said, ensure_ascii=False, indent=1), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="offers-{place.slug}.json"'
        return response
    offers = Offer.objects.filter(provider__organisation=place).select_related("provider__organisation")
    rows = [] if kind == "template" else offer_rows(offers.order_by("pk"))
    return download("xlsx" if kind == "xlsx" else "csv", f"offers-{place.slug}", HEADER, rows)


def _files(place: Organisation, form: FileForm) -> FilesPage:
    here = {"slug": place.slug}
    lines = tuple(
        FileLine(
            file.filename,
            reverse("provider_file", kwargs={**here, "public_id": file.public_id}),
            moment(file.taken_at),
            _state(file),
        )
        for file in OfferFile.objects.filter(organisation=place)[:20]
    )
    hrefs = {kind: reverse("provider_download", kwargs={**here, "kind": kind}) for kind in ("csv", "json", "template")}
    return FilesPage(place.name, form, lines, hrefs["csv"], hrefs["json"], hrefs["template"])


def _state(file: OfferFile) -> str:
    if file.undone_at:
        return "Undone"
    return "Taken in" if file.merged_at else "Looked at, not taken in"


def _problem(each: dict[str, Any]) -> list[Any]:
    effect = {"refused": "Row left out", "noted": "Noted", "file": "File refused"}[each["effect"]]
    words = ". ".join(filter(None, (each["expected"], each["suggestion"])))
    return [str(each["row"] or "–"), each["column"] or "–", words, effect]


urlpatterns = [
    path("files/", provider_files, name="provider_files"),
    path("files/<str:public_id>/", provider_file, name="provider_file"),
    path("download/<str:kind>/", provider_download, name="provider_download"),
]
