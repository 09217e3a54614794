"""What a school has released to the public: see `waymark.publishing`."""
