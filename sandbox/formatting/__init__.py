"""Formatted text: what parse modes and plain text become, as Telegram keeps it."""
