"""Outside formats that tell what happened: each module reads one and describes its own columns."""
