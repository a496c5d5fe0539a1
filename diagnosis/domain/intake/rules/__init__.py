"""The closed language of rules between answers and facts: what contradicts, what follows."""
