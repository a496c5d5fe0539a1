"""What is forgotten after its time, rule by rule."""
