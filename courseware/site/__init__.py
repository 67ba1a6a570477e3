"""The site edition: feeds MkDocs, Material and mkdocs-quiz with the course."""
