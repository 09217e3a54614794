"""The pages of a school's improvement plan: what is suggested, what is planned, how it goes, who approved it."""
