"""Surveys: making them, giving out codes, and reading what they say."""
