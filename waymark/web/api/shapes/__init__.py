"""What goes in and out of the API: one shape, one name."""
