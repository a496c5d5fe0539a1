"""From coded sheets to levels: completion, features, head and sets, and the plain rule."""
