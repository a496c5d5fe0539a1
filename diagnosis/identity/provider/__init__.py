"""Tokens of an OpenID provider: what is fetched from it, and what of it is believed."""
