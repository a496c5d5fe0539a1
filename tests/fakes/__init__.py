"""Fakes of the ports: small, in memory, held to the same suites as the real ones (tests/ports)."""
