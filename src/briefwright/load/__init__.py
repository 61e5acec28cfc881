"""Sources from YAML and Markdown to values, every mistake with its place."""
