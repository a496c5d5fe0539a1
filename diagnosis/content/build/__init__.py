"""Checked documents into values of the domain, one module for each kind of document."""
