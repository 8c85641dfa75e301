"""One file per section of a dossier; each takes the case and the snapshot and returns a `Section`, or None if it has nothing to say."""
