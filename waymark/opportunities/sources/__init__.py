"""Outside formats of courses, jobs and the labour market."""
