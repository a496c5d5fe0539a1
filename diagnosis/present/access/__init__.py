"""Grants and consents as read: what a firm decides on who sees it, and what for."""
