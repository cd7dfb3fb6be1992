"""Days without work: where they are known from, whose they are, and what counts them. The door is `calendar`."""
