"""Models as files: fitted numbers as JSON, manifest and golden file, the registry, refusals."""
