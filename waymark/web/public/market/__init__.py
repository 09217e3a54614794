"""What work there is in an area."""
