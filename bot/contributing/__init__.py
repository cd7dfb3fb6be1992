"""What partners offer the others: what is asked of them, how it is shown, how it is decided on."""
