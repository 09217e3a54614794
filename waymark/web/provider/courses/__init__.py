"""A provider keeps its courses: by hand, by files, and by a list of what to mend."""
