"""Python-Markdown extensions of the course's syntax. They need neither MkDocs nor the course."""
