"""Handing in: /entregar, step by step. One form, filled by one line or by a dialogue."""
