"""Outside formats of this room: each reads a file into what is said, and problems."""
