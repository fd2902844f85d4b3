"""Names across reports: which written names are one institution, as a table that an officer can review and correct."""
