"""Loading a campaign: its list of courses, taken as the whole list."""

from collections.abc import Sequence

from django.db import transaction

from waymark.opportunities.models import CampaignCourse
from waymark.places.actions import Loaded

_AT_ONCE = 500


@transaction.atomic
def load_campaign(campaign: str, pairs: Sequence[tuple[str, str]], *, is_whole: bool) -> Loaded:
    """Take pairs of provider and aim as a campaign's; where they are all of it, what it had besides goes off it.

    Codes differ not by case.
    """
    rows = CampaignCourse.objects.filter(campaign__iexact=campaign)
    standing = {(ukprn, aim): key for key, ukprn, aim in rows.values_list("pk", "ukprn", "aim_reference")}
    said = set(pairs)
    lacked = [key for pair, key in standing.items() if pair not in said]
    gone = lacked if is_whole else []
    for start in range(0, len(gone), _AT_ONCE):
        CampaignCourse.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    code = rows.values_list("campaign", flat=True).first() or campaign
    new = [pair for pair in pairs if pair not in standing]
    CampaignCourse.objects.bulk_create(
        [CampaignCourse(campaign=code, ukprn=ukprn, aim_reference=aim) for ukprn, aim in new], batch_size=_AT_ONCE
    )
    return Loaded(len(new), 0, len(said) - len(new), len(lacked) - len(gone), len(gone))
