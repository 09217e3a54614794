"""Activity files: a row for each thing a school planned or did."""
