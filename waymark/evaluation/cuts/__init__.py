"""Evaluations frozen as at a day: made, read, compared and verified."""
