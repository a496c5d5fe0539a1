"""Who may ask at all: organisations and their API keys."""
