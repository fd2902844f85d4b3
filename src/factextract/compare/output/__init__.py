"""Writes a comparison: workbook, page, and flat files for other programs."""
