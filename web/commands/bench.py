"""`bench NAME`: measures in one run, against another way to do the same where there is one.

A bench is a module `bench_NAME` beside this one, with `add_arguments(parser)` for its own options
and `run(arguments)` for its exit status; the first line of its docstring says what it measures.
"""

from __future__ import annotations

import importlib
import pkgutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from mapper.errors import InvalidError

PREFIX = "bench_"


def bench_names() -> tuple[str, ...]:
    """Every bench's name, in alphabetical order."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return tuple(sorted(m.name.removeprefix(PREFIX) for m in found if m.name.startswith(PREFIX)))


def bench(arguments: Namespace) -> int:
    """Runs the bench of that name with the options that follow it."""
    if arguments.name not in bench_names():
        raise InvalidError(
            f"There is no bench “{arguments.name}”.",
            subject="bench",
            remedy=f"Name one of {', '.join(bench_names())}.",
        )
    module = importlib.import_module(f"web.commands.{PREFIX}{arguments.name}")
    parser = ArgumentParser(prog=f"mapper bench {arguments.name}", description=module.__doc__)
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(arguments.options)))
