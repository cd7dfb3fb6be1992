"""Faults by plan: what may go wrong, when, and how it is done to a call."""
