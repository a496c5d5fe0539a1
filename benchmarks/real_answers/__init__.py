"""The measurement machinery on real answers of people."""
