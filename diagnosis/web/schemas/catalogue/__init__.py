"""What the content looks like: questionnaires, standards, packages, cases, support, measures."""
