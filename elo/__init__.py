"""The program: settings, logs, wiring, command line. Knows everybody; nobody knows it."""
