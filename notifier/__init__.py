"""How words leave: texts, courier, channels."""
