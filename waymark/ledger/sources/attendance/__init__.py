"""Attendance files: a row for each learner at each activity."""
