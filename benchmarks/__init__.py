"""How fast: each module prints ratios or times of one run; nothing here is asserted in a test."""
