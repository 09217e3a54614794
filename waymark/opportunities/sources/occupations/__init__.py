"""Classifications of occupations, skills and industries."""
