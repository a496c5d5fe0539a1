"""What the content looks like: questionnaires, standards, projects, cases, support, measures."""
