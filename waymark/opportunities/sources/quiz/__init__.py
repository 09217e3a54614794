"""The published interests quiz: a folder of CSV and JSON."""
