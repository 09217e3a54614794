"""What a school keeps as evidence, and the documents it makes of it."""
