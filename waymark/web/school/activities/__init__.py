"""The pages of a school's activities: the list, the form, the register, those who missed it, and groups."""
