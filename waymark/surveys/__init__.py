"""What learners, parents, teachers and employers say: short surveys answered without an account."""
