"""Who leads and does careers work: profiles, training, qualifications, the link governor."""
