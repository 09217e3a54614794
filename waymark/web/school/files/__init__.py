"""A school's files: bringing them in, seeing what they would change, merging them and taking them back."""
