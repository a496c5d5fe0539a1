"""Plans, support and follow-up as a reader sees them."""
