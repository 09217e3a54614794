"""Tools for outside data: files read and checked, deliveries kept, problems told to their sender."""
