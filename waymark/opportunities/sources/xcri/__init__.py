"""XCRI-CAP 1.2, the open format in which courses are advertised: read and written."""
