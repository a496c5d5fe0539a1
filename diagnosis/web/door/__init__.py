"""What every answer and request passes on its way: the headers that protect readers, the ports."""
