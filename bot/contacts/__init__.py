"""The conversations of /contatos: who serves an institution, who is named, who leaves."""
