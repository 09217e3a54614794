"""Work near a school: a sheet for a lesson."""
