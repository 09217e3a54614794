"""Files of courses as the public course directory takes them: 24 columns with a LARS aim, 27 without."""
