"""The numbers of a model: fitted to simulated firms, and moved by verified visits."""
