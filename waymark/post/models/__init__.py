"""What the outbox keeps."""

from waymark.post.models.letters import KEPT_BRIEFLY, KEPT_FOR, Letter

__all__ = ["KEPT_BRIEFLY", "KEPT_FOR", "Letter"]
