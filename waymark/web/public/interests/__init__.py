"""The interests quiz and the skills check."""
