"""/reunioes, button by button: answers, who answered, changes, who came, minutes."""
