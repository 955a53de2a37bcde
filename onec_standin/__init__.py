"""A stand-in for 1C: serves its web services from data files, keeps the orders it gets."""
