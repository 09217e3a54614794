"""What must be true of kept evaluations, and no constraint can say."""

from collections.abc import Iterator

from waymark.evaluation.cuts.verifying import faults_of
from waymark.evaluation.models import Cut


def broken() -> Iterator[str]:
    """A sentence for each rule that does not hold."""
    for cut in Cut.objects.select_related("in_full", "replaces", "organisation").iterator():
        for fault in faults_of(cut):
            yield f"Cut {cut.public_id} of {cut.organisation.slug} at {cut.on:%Y-%m-%d}: {fault}."
        other = cut.replaces
        if other and (other.organisation_id, other.on) != (cut.organisation_id, cut.on):
            yield f"Cut {cut.public_id} replaces one of another school or day."
