"""Choices at 14, 16, 18 and later, side by side."""
