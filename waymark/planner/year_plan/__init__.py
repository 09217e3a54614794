"""The plan of a year, solved: offers, gaps and limits in; sessions and who goes to each out. Knows no database."""
