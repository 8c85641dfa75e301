"""The atlas: every page of the product in one folder, linked to each other, with a search over all names."""
