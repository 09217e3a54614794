"""What may be done about surveys, by noun."""
