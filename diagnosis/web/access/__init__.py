"""Who may do what over HTTP: the one table of operations, and who asks."""
