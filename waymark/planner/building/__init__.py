"""The plan builder: a school's year, planned by `year_plan` from the site's own records and the offers it can reach."""
