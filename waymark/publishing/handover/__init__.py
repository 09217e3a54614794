"""Handing careers over: what is promised to whom, by when, and how the school is set up; no password, no learner.

`document.handover_document` puts it in the shape of every document.
"""

from waymark.publishing.handover.parts import Handover, HandoverPart, handover_of
from waymark.publishing.handover.tasks import FirstTask, first_tasks

__all__ = ["FirstTask", "Handover", "HandoverPart", "first_tasks", "handover_of"]
