"""The conversations of /meusdados: what is kept, what is corrected, what is asked and answered."""
