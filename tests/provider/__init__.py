"""A small OpenID provider on loopback: real HTTP, real keys; of the tests, not a product."""
