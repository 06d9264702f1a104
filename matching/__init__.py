"""Suggests which statements of a programme evidence which criteria; never decides."""
