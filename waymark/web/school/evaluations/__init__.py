"""Pages around a school's self-assessments: sharing them, and a college's joined view of its sites."""
