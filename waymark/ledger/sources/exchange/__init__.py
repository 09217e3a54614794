"""Exchange folders that a site takes in: the open format, cut into the part of each school."""
