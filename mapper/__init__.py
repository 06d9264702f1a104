"""The domain of Mapper: documents read, qualifications known, decisions kept, coverage worked out."""

__version__ = "0.1.0"
