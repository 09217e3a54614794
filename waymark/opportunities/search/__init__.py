"""The course search: an index of every run, in memory, as new as the database."""
