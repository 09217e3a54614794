"""What the school means to do about its gaps."""
