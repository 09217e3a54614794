"""Public formats that fill the rooms below this one: each reads a file into plain facts and problems."""
