"""Reads: every query takes the viewer and returns frozen rows; no table object leaves here."""
