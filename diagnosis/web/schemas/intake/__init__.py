"""What bodies of sheets look like: what is taken in, and what is read back of it."""
