"""From gaps to what the school will do about them: the improvement plan, and later the programme."""
