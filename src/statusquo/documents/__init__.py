"""Files that people write: read with limits, checked against a model, each fault told with its line and field."""
