"""Writes of this room, named by verbs."""
