"""What lies ahead for fields of work: forecasts of the wider groups that most of a field's jobs are in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from waymark.opportunities.models import Breakdown, JobProfile, SocLink
from waymark.opportunities.queries.areas import england
from waymark.opportunities.queries.market import Growth, growth_in
from waymark.opportunities.queries.occupations import our_relation

_GROUPS = 2  # of a field: the wider groups that most of its jobs are in


def demand_for(fields: Mapping[str, Sequence[str]]) -> dict[str, tuple[Growth, ...]]:
    """By field, the forecast for England of the groups that most of its jobs, given by title, are in.

    The likeliest SOC 2020 group of each job stands for it. A field is left out where we hold no forecast for its jobs.
    The number of questions to the database is the same for one field and for all.
    """
    country = england()
    ahead = {each.soc2020: each for each in growth_in(country, Breakdown.SUB_MAJOR)} if country else {}
    if not ahead:
        return {}
    titles = {title for jobs in fields.values() for title in jobs}
    counted = dict(JobProfile.objects.filter(title__in=titles).exclude(soc2010="").values_list("title", "soc2010"))
    went = _likeliest(set(counted.values()))
    found = {}
    for field, jobs in fields.items():
        groups = Counter(went[counted[title]][:2] for title in jobs if counted.get(title) in went)
        most = [ahead[group] for group, _ in groups.most_common() if group in ahead][:_GROUPS]
        if most:
            found[field] = tuple(most)
    return found


def _likeliest(socs: Iterable[str]) -> dict[str, str]:
    """The SOC 2020 group that most jobs of each SOC 2010 group went to: as published where we hold it, else by ours."""
    ours = our_relation()
    found = {soc: ours[soc][0] for soc in socs if ours.get(soc)}
    links = SocLink.objects.filter(soc2010__in=set(socs)).values_list("soc2010", "soc2020", "share")
    found |= {soc: newer for soc, newer, _ in sorted(links, key=lambda link: (link[2] or 0, link[1]))}
    return found
