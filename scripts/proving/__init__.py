"""Proofs that take minutes and machines of their own."""
