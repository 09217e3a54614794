"""The directory of providers, and the form by which people offer to help."""
