"""The form of /indicar, a file for each thing that it does."""
