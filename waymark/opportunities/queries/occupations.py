"""Which occupations of SOC 2020 a job is likely to be, how sure that is, and what is known of them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from waymark.opportunities.models import Earnings, JobProfile, Soc2010Group, SocGroup, SocJobTitle, SocLink
from waymark.places.rules import plain_words

_OUR_TABLE = Path(__file__).parents[1] / "soc2010_to_2020.csv"


@dataclass(frozen=True)
class Occupation:
    """A unit group of SOC 2020 that a job may be in, and how that is known.

    `share`: of the people of its SOC 2010 group, by a published table. `named`: the classification names the job's very
    title in this group. `is_sure`: there is no other candidate, or only this one names the title.
    """

    soc: str
    title: str
    named: bool = False
    share: Decimal | None = None
    is_sure: bool = False
    source: str = ""


@lru_cache(maxsize=1)
def our_relation() -> dict[str, tuple[str, ...]]:
    """Where we read SOC 2010 groups that were split, merged or renamed to have gone; the likeliest first."""
    with _OUR_TABLE.open(encoding="utf-8", newline="") as file:
        return {row["soc2010"]: tuple(row["soc2020"].split()) for row in csv.DictReader(file)}


def occupations_of(job: JobProfile) -> tuple[Occupation, ...]:
    """The SOC 2020 groups a job may be in, the likeliest first; none where nothing is known.

    Those its SOC 2010 group went to: by a published table where one was brought in, else by our own reading of the two
    classifications, else the group of the same title. First of all comes a group called as the job is, then one that
    names the job's title.
    """
    words = plain_words(job.title)
    naming = list(SocJobTitle.objects.filter(words=words).values_list("group_id", flat=True))
    shares, source = _went_to(job.soc2010)
    codes = list(dict.fromkeys([*sorted(naming, key=lambda soc: soc not in shares), *shares]))
    titles = dict(SocGroup.objects.filter(soc__in=codes).values_list("soc", "title"))
    known = [soc for soc in codes if soc in titles]
    known.sort(key=lambda soc: plain_words(titles[soc]) not in {words, f"{words}s"})
    alone = set(known if len(known) == 1 else naming if len(naming) == 1 and naming[0] in shares else ())
    return tuple(
        Occupation(soc, titles[soc], soc in naming, shares.get(soc), at == 0 and soc in alone, source)
        for at, soc in enumerate(known)
    )


def _went_to(soc2010: str) -> tuple[dict[str, Decimal | None], str]:
    """The newer groups of an older one with their shares, the greatest first, and where that is said."""
    if not soc2010:
        return {}, ""
    links = list(SocLink.objects.filter(soc2010=soc2010))
    if links:
        links.sort(key=lambda link: (-(link.share or 0), link.soc2020))
        return {link.soc2020: link.share for link in links}, links[0].source
    if soc2010 in our_relation():
        return dict.fromkeys(our_relation()[soc2010]), "our own reading of SOC 2010 and SOC 2020, not a published table"
    old = Soc2010Group.objects.filter(pk=soc2010).first()
    same = [soc for soc, title in _titles() if old and plain_words(title) == plain_words(old.title)]
    return dict.fromkeys(same), "the group of the same title in SOC 2010 and SOC 2020"


def _titles() -> Sequence[tuple[str, str]]:
    return [(soc, title) for soc, title in SocGroup.objects.values_list("soc", "title") if len(soc) == 4]


def earnings_of(socs: Sequence[str], measure: str = Earnings.Measure.ANNUAL) -> dict[str, Earnings]:
    """The newest survey's pay of each group; a group it does not speak of is left out."""
    found: dict[str, Earnings] = {}
    for row in Earnings.objects.filter(soc2020__in=socs, measure=measure).order_by("year"):
        found[row.soc2020] = row
    return found
