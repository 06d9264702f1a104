"""Turns a mapping into the documents that a university and ILM exchange."""
