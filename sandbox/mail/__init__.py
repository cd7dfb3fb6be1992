"""The mail server's parts: doors, logins, stages, its authority, and the mailbox they fill."""
