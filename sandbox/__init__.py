"""A Telegram, a mailbox and a clock on your desk: everything answers on loopback, nothing leaves the machine.

It knows nothing of the program under test, which reaches it only by HTTP and SMTP, as it would the real ones.
"""
