"""Measurements anyone can run: ratios in one run on one machine, never timed tests."""
