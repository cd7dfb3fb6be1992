"""The room of /solicitar: what the Secretariat asks for, and what partners answer."""
