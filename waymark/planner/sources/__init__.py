"""Outside formats that planning reads."""
