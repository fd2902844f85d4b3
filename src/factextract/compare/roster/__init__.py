"""Who was to report: the roster of institutions, who is missing, who sent a report twice, and what reports must hold."""
