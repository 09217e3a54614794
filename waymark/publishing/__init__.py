"""Careers pages and provider access statements: written, checked against the law, released, and kept as they were."""
