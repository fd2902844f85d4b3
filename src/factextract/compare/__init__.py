"""What a supervisor does with the records: one table of all institutions, and what is to be said about it."""
