"""Gate 3, sense: what documents say of one another, one module for each kind of document."""
