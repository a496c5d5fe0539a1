"""Forms, enterprises and assessments as a reader sees them."""
