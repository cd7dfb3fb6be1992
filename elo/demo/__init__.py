"""The whole service on the sandbox, with invented people: what a newcomer sees first."""
