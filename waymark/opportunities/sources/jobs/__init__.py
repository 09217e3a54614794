"""Files that describe jobs."""
