"""Careers guidance for England, from a school's own records."""

__version__ = "0.4.0"
