"""How a deadline phrase is read: letters, words, grammar, meaning, refusals. The door is `phrases`."""
