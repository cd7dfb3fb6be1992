"""Files, photos and what becomes of them on the way."""
