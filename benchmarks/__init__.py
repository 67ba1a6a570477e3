"""Measurements. They never fail a build: what they print depends on the machine."""
