"""What a firm decides: who may read its rows, and what they may be used for."""
