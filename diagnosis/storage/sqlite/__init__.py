"""SQLite as a server's store: its file, the queue of its writers, its connections.

Lives here: the lock between processes, what the file looks like from outside, the engine. May not:
know a table. Imported by: the rest of storage.
"""
