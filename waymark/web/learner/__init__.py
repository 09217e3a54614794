"""What a person of any age sees of their own: what they saved, their applications."""
