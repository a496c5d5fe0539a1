"""All that is promised of speed, measured in one run beside its rivals: `-m benchmarks.speed`."""
