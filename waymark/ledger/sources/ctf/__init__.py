"""The common transfer file: XML that schools pass on when a learner moves."""

from waymark.ledger.sources.ctf.reading import ctf_grid

__all__ = ["ctf_grid"]
