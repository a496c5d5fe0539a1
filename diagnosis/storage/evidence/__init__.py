"""Files to answers: their rows, and the folder in which their bytes lie."""
