"""What people can do in the Rede: one file per act. Acts never commit and never touch the network."""
