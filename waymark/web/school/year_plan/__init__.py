"""The year plan: what is on when, what it closes and costs, and what is in its way."""
