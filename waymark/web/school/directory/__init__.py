"""The directory as a school sees it: who can close its gaps, and what other schools say of them."""
