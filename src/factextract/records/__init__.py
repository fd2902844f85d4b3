"""Facts to the public record: headline, checks, JSON."""
