"""Speed and memory, one script per question. Method, machine and last figures: bench/README.md."""
