"""What every transaction of an owner rests on."""
