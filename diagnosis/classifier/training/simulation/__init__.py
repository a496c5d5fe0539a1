"""Simulated firms: worlds, what their firms claim, leave out and have verified, shifted worlds."""
