"""Times guidance interviews: the neediest first, and a plain reason for everybody."""
