"""What documents must pass once they parse: gate 2 (shape), 3 (sense) and 4 (meaning)."""
