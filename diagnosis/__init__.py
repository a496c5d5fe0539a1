"""Digital-maturity and AI-readiness diagnosis for manufacturers (诊断—改造—推广)."""

__version__ = "0.1.0"
