"""T levels as their provider says them. The public course directory has no file of them: the columns are our own."""
