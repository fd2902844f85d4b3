"""Indicator packs: what is counted, as data."""
