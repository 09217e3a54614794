"""The interests quiz and the skills check: what a person likes and can do, and the jobs that go with it."""
