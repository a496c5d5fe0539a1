"""The catalogue as a reader sees them."""
