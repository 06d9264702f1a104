"""A programme's structure as people entered it, and what it makes of a mapping's decisions. Pure."""
