"""Matched cases and shares of a region as a reader sees them."""
