"""Published figures of the labour market."""
