"""Interviews with careers advisers: diaries, bookings, and who is seen first."""
