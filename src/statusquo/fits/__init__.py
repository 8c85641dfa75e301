"""Builds the fitted artefacts: `registry` lists them, `build` runs one or all, `artefacts/` holds what they made."""
