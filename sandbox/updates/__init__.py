"""What waits for the bot, and how it is handed out."""
