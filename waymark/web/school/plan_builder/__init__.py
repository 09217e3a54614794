"""The plan builder: asking for a year, looking at what is proposed and why, accepting it, and what if."""
