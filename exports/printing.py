"""The process that prints: it takes a page from its standard input and answers with a PDF.

It is started by `exports.apart`. What it says stands on lines of JSON, the last of which is followed
by the PDF's bytes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from typing import Any

from mapper.errors import MapperError
from mapper.intake.apart import guard

NICENESS = 5
"""Pages are answered first: nobody waits for a document as for a click."""


def main() -> None:
    """Prints one page; the bounds are handed over by whoever starts it."""
    guard.end_with_parent()
    os.nice(NICENESS)
    seconds, address_bytes = int(sys.argv[2]), int(sys.argv[3])
    guard.bound_processor_time(seconds)
    for kind, most in ((resource.RLIMIT_AS, address_bytes), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that knows no such bound, or has a tighter one
            resource.setrlimit(kind, (most, most))
    from exports.pdf import print_pdf  # only now: what is set above must hold from the first moment on

    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not look like an answer

    def say(said: dict[str, Any], body: bytes = b"") -> None:
        answers.write(json.dumps(said).encode() + b"\n" + body)
        answers.flush()

    html = sys.stdin.buffer.read().decode()
    try:
        content = print_pdf(html, tell=lambda pages: say({"said": "at", "pages": pages}))
    except MapperError as error:
        say({"said": "refused", "message": error.message, "subject": error.subject, "remedy": error.remedy})
    except MemoryError:
        say({"said": "memory"})
    else:
        say({"said": "pdf", "bytes": len(content)}, content)


if __name__ == "__main__":
    main()
