"""A school's evaluations over time: kept at measurement points and by hand, compared, and re-scored by new rules."""
