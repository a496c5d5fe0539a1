"""Diagnoses and standards as a reader sees them."""
