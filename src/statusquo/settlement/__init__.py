"""Settlement: options, the people and governments they concern, who would accept what, and the zone of agreement."""
