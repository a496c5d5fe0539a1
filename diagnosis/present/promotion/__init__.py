"""Matched cases as a reader sees them."""
