"""Interviews: diaries, who asks, the schedule by need, the day."""
