"""The same calls to the sandbox and, if the environment names a bot, to the real Bot API.

CONTRACT_TOKEN   the token of a bot of your own that no other program polls
CONTRACT_CHAT    the id of a private chat in which somebody has started it
CONTRACT_FORUM   the id of a forum in which it is an administrator with all rights (optional)
CONTRACT_URL     the server; https://api.telegram.org unless it is another
"""
