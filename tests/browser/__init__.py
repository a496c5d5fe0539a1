"""The pages in a real Chromium, against a real server: `conftest.py` has what tests ask for."""
