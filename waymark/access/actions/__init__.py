"""What may be done about people and their access, by noun."""
