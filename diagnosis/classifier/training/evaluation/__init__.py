"""How a model does on worlds that it was not trained on: every measure, and its card."""
