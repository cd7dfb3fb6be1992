"""The dialogue of /instrumento: what the Secretariat does with plans and dates without a shell."""
