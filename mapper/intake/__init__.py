"""Reads documents into one `Document`, and a `Document` into specifications and programmes."""
