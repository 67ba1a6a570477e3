"""Builds a course of Markdown lessons and a YAML question bank into a static site."""
