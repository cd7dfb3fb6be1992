"""/convocar, step by step: what is convened, when, where, with what agenda, and whom."""
