"""Visits: what a consultant verifies on site of what a firm claimed."""
