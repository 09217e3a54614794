"""Courses that anybody may search."""
