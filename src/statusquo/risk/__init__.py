"""The risk of renewed war: events and risk sets, covariates, models of the hazard, and what they say of one dispute."""
