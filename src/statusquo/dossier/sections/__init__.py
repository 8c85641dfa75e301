"""One file per section of a dossier; each computes a `Section`, or None if there is nothing to say."""
