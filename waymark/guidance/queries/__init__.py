"""Reads of this room, named by nouns."""
