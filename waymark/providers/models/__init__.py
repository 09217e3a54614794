"""Who offers encounters, where, to whom: the directory, employers and volunteers, and what schools ask of them."""
