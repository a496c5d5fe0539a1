"""What is done with all that is of a firm or of a transaction: noted, exported, removed."""
