"""What is said beside an estimate: reasons, next question, spot checks, drift."""
