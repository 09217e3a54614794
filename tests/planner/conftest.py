"""The school with gaps in its records, as its pages are tested with."""

from tests.web.school.conftest import big_school, governor, leader, teacher, the_day

__all__ = ["big_school", "governor", "leader", "teacher", "the_day"]
