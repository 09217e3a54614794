"""Files of the country's registers: qualifications, providers, apprenticeships, degrees."""
