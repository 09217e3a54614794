"""The learner file: one line a learner on roll, from a template of ours or a school's own system."""

from waymark.ledger.sources.learners.columns import COLUMNS, SENSITIVE, columns_kept
from waymark.ledger.sources.learners.reading import LearnerRow, learner_rows, read_learners
from waymark.ledger.sources.learners.template import template_csv, template_xlsx

__all__ = [
    "COLUMNS",
    "SENSITIVE",
    "LearnerRow",
    "columns_kept",
    "learner_rows",
    "read_learners",
    "template_csv",
    "template_xlsx",
]
