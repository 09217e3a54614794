"""Diaries and lessons from outside."""
