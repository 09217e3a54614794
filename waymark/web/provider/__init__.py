"""What providers and employers see: their entry, their offers, what schools ask of them, their courses."""
