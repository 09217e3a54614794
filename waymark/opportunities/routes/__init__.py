"""Choices at 14, 16, 18 and later, told by the same facts and in an order that favours none."""
