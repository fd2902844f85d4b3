"""Characters to mentions: quantities, dates, identifiers, names."""
