"""Fuzzing of the running service: mutated raw requests, schemathesis, memory. See `__main__`."""
