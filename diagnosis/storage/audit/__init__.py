"""The audit: entries that are only ever added, each linked to the one before."""
