"""Factors of structure: a dispute's geography, ethnic composition, history and law, measured against all others."""
