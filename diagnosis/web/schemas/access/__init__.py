"""The shapes of what a firm decides on who reads its rows, and what for."""
