"""Courses, jobs, routes and labour market facts, their search, and applications to them."""
