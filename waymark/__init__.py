"""Careers guidance for England, from a school's own records."""

__version__ = "0.1.0"
