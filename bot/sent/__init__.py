"""What was announced: the list, a card each, and what may still be done about it."""
