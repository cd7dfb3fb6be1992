"""/registrar, step by step: what came by another way is entered, and may be contested."""
