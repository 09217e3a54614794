"""Reads of what a school means to do, and of what it could."""
