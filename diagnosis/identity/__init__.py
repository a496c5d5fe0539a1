"""Keys to principals: who asks, by what a request carries.

Lives here: how a key is made and hashed, the pepper, the short memory of keys that were looked up.
May not: keep a row, know a request. Imported by: bootstrap.
"""
