"""Matches advisers and employers to schools: the greatest total worth, proven, with reasons."""
