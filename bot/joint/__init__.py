"""The room of /acaoconjunta: what institutions did together."""
