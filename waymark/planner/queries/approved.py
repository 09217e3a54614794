"""What those who approve an evaluation have before them."""

from typing import Any

from waymark.evaluation.assessing.queries import read
from waymark.evaluation.models import Assessment


def evaluation_content(assessment: Assessment) -> dict[str, Any]:
    """A self-assessment as it reads now, with small numbers hidden and without the words people typed."""
    reading = read(assessment, hiding_small=True)
    return {
        "evaluation": assessment.public_id,
        "framework": assessment.framework,
        "version": assessment.version,
        "on": assessment.on.isoformat(),
        "part": assessment.part,
        "answers": {
            item.criterion.code: [item.answer.name if item.answer else "", item.outcome.value]
            for item in reading.items
            if item.applies
        },
        "scores": {
            code: [one.score.score, one.score.achieved, one.evidenced.score]
            for code, one in reading.result.by_benchmark.items()
        },
    }
