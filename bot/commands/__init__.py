"""One file per command, named as people type it."""
