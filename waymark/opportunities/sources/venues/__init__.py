"""Files of venues, ten columns."""
