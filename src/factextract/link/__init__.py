"""Mentions to facts: what each quantity counts, whose it is, when, and whether it happened."""
