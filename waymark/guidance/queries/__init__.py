"""Reads of interviews."""
