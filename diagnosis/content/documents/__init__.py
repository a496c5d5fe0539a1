"""Files as plain values: bytes, gate 1 (syntax), shared marks, every entry with its pointer."""
