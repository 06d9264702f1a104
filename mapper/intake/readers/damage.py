"""What libraries raise when a file is damaged: they follow it wherever it leads, and fall there."""

from __future__ import annotations

import zipfile
import zlib

DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # XML that is not well formed, in lxml and in the standard library
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    EOFError,
    OSError,
    RuntimeError,  # parts with a password, methods of packing that are not known, endless nesting
)
"""Caught only around a library's own opening and parsing, never around our code."""
