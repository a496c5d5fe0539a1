"""What a visit writes: it is of one organisation, about a firm of another."""
