"""Pure functions on text: folding, numerals, calendar arithmetic, the matching view."""
