"""Jobs: what one does, how to get in, what it pays."""
