"""The school's own pages about its careers page: writing it, checking it, releasing it, and who asks to come in."""
