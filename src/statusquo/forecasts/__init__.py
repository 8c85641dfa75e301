"""Risks published before their year was known, frozen with their hash, and what came of them."""
