"""A webhook as Telegram keeps it: set, checked, delivered to, retried."""
