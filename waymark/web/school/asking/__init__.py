"""Employers and providers as a school asks them: looking, asking, what they answered."""
