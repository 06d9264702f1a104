"""The command line: every command's arguments, and how each ends.

Exit status 0 done · 1 done, with findings of severity error · 2 misuse, or nothing could be read
· 70 a fault of the program's own (EX_SOFTWARE of sysexits.h), so that it never looks like an answer.
Commands are imported only when they run, so that `mapper --help` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from mapper.errors import MapperError

DONE, DONE_WITH_ERRORS, MISUSE, FAULT, INTERRUPTED = 0, 1, 2, 70, 130
LAST_PORT = 65_535
# What a disk or a folder refuses is for the person at the keyboard to mend, and no fault of the program.
REFUSED = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EEXIST,
        errno.EISDIR,
        errno.ENAMETOOLONG,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    }
)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the usage."""

    def error(self, message: str) -> NoReturn:
        """Ends with status 2 and one sentence on stderr."""
        self.exit(MISUSE, _on_one_line(f"{self.prog}: {message}. See '{self.prog} --help'.") + "\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = Parser(prog="mapper", description="Shows that a degree already meets an ILM qualification.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, runs: str, summary: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(runs=runs)
        return sub

    _reading_commands(command)
    _service_commands(command)
    _workspace_commands(command)
    _bench_command(command)
    return parser


def _json_flag(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--json", action="store_true", help="print one JSON document to stdout")


def _workspace_flag(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--workspace",
        metavar="DIR",
        help="folder of the workspace (default: $MAPPER_WORKSPACE, else ./workspace)",
    )


def _reading_commands(command) -> None:  # type: ignore[no-untyped-def]
    """Commands that open no workspace."""
    sub = command("read-specification", "reading:read_specification", "read a specification and print it")
    sub.add_argument("file", metavar="FILE")
    _json_flag(sub)
    sub = command("read-programme", "reading:read_programme", "read a programme's documents and print it")
    sub.add_argument("files", metavar="FILE", nargs="+")
    _json_flag(sub)
    sub = command("match", "match:match", "rank evidence for criteria given as tab-separated text")
    sub.add_argument("--criteria", required=True, metavar="C.tsv")
    sub.add_argument("--evidence", required=True, metavar="E.tsv")
    sub.add_argument("--top", type=int, default=5, metavar="K")
    sub.add_argument("--engine", choices=["lexical", "semantic"], default="lexical")
    sub.add_argument("--decisions", metavar="D.tsv", help="criterion, evidence, confirmed or rejected")
    _json_flag(sub)
    sub = command("check-combination", "combination:check", "check chosen units against the rules")
    sub.add_argument("--qualification", required=True, metavar="NUMBER", help="accreditation number")
    sub.add_argument("--units", required=True, metavar="REF,REF…")
    sub.add_argument("--registered-on", metavar="YYYY-MM-DD", help="when learners register (default: today)")
    sub.add_argument("--already-achieved", metavar="REF,REF…", default="")
    _json_flag(sub)
    sub = command("verdicts", "verdicts:verdicts", "judge evidence on every path through a programme")
    sub.add_argument("structure", metavar="STRUCTURE.json")
    _json_flag(sub)


def _service_commands(command) -> None:  # type: ignore[no-untyped-def]
    """Commands about ILM's own marking, which open no workspace."""
    service = command("assessment-service", "", "check file names and dates for the ILM Assessment Service")
    kinds = service.add_subparsers(title="commands", metavar="COMMAND", required=True)
    sub = kinds.add_parser("check-names", help="are files named as the service asks?")
    sub.set_defaults(runs="assessment_service:check_names")
    sub.add_argument("names", metavar="NAME", nargs="+")
    sub.add_argument("--submission", type=int, choices=[1, 2], help="1 for first submissions, 2 for others")
    _json_flag(sub)
    sub = kinds.add_parser("dates", help="which dates are aimed at after a submission?")
    sub.set_defaults(runs="assessment_service:dates")
    sub.add_argument("--submitted", required=True, metavar="YYYY-MM-DD")
    sub.add_argument("--rejected", metavar="YYYY-MM-DD", help="when it was rejected as incomplete")
    sub.add_argument("--again", metavar="YYYY-MM-DD", help="when it was submitted again after that")
    sub.add_argument("--calendar", metavar="CODE", help="default: $MAPPER_CALENDAR, else GB-ENG")
    _json_flag(sub)


def _bench_command(command) -> None:  # type: ignore[no-untyped-def]
    sub = command("bench", "bench:bench", "measure reading, matching and verdicts on invented documents")
    sub.add_argument("name", metavar="NAME", help="which: read, fuzz, match, verdicts …")
    sub.add_argument("options", nargs=argparse.REMAINDER, help="its options; --help lists them")


def _workspace_commands(command) -> None:  # type: ignore[no-untyped-def]
    """Commands that work in a workspace."""
    sub = command("demo", "demo:demo", "run the whole job on the sample programme and write its documents")
    sub.add_argument("--to", metavar="DIR", help="folder of the workspace (default: ./workspace)")
    sub = command("serve", "serve:serve", "serve the app on this machine")
    sub.add_argument("--port", type=_port, default=8765, metavar="PORT", help="default: 8765; 0: any")
    _workspace_flag(sub)
    sub = command("import-specification", "workspace:import_specification", "import a specification")
    sub.add_argument("file", metavar="FILE")
    _json_flag(sub)
    _workspace_flag(sub)
    sub = command("import-programme", "workspace:import_programme", "import a programme's documents")
    sub.add_argument("files", metavar="FILE", nargs="+")
    sub.add_argument("--title", default="", help="the programme's title, where the documents do not say it")
    _json_flag(sub)
    _workspace_flag(sub)
    sub = command("create-mapping", "workspace:create_mapping", "choose a qualification and units to map to")
    sub.add_argument(
        "--programme", type=int, required=True, metavar="N", help="number of the programme edition"
    )
    sub.add_argument("--qualification", required=True, metavar="NUMBER", help="accreditation number")
    sub.add_argument("--units", required=True, metavar="REF,REF…")
    _json_flag(sub)
    _workspace_flag(sub)
    sub = command("rank", "ranking:rank", "rank the qualifications that a programme could carry")
    sub.add_argument(
        "--programme", type=int, required=True, metavar="N", help="number of the programme edition"
    )
    _json_flag(sub)
    _workspace_flag(sub)
    sub = command("suggest", "workspace:suggest", "suggest evidence for every criterion of a mapping")
    sub.add_argument("--mapping", type=int, required=True, metavar="N")
    sub.add_argument("--top", type=int, metavar="K", help="default: $MAPPER_TOP, else 5")
    sub.add_argument(
        "--engine", choices=["lexical", "semantic"], help="default: $MAPPER_ENGINE, else lexical"
    )
    _json_flag(sub)
    _workspace_flag(sub)
    sub = command("coverage", "coverage:coverage", "print a mapping's coverage")
    sub.add_argument("--mapping", type=int, required=True, metavar="N")
    _json_flag(sub)
    _workspace_flag(sub)
    sub = command("export", "workspace:export", "write a mapping's documents")
    sub.add_argument("--mapping", type=int, required=True, metavar="N")
    sub.add_argument("--to", metavar="DIR", default=".", help="folder to write to (default: this one)")
    sub.add_argument("--form", choices=["CAP", "QAP"], default="QAP", help="which checklist (default: QAP)")
    _workspace_flag(sub)
    sub = command("template", "template:template", "write the programme template, empty or filled in")
    sub.add_argument("--format", choices=["xlsx", "docx"], default="xlsx", help="workbook or Word form")
    sub.add_argument("--programme", type=int, metavar="N", help="fill it in with this programme edition")
    sub.add_argument("--to", metavar="DIR", default=".", help="folder to write to (default: this one)")
    _workspace_flag(sub)
    sub = command("upgrade", "workspace:upgrade", "bring the workspace's store to this version")
    _workspace_flag(sub)
    sub = command("verify", "workspace:verify", "check the chained record of changes")
    _json_flag(sub)
    _workspace_flag(sub)


def _port(said: str) -> int:
    # Beyond the last port the system counts anew from 0, and would serve where nobody looks.
    if not said.isdecimal() or int(said) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"“{said}” is no whole number from 0 to {LAST_PORT}")
    return int(said)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status of the command in `argv` (sys.argv without the program by default)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What the terminal has no letter for is no reason to say nothing.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(argv)
        finally:
            # What is flushed only when the interpreter ends can no longer be told of in a sentence.
            if sys.stdout:
                sys.stdout.flush()
    except MapperError as error:
        return _ended(str(error), MISUSE)
    except KeyboardInterrupt:
        return _ended("Stopped.", INTERRUPTED)
    except BrokenPipeError:
        _give_up_stdout()
        return DONE
    except Exception as error:
        if os.environ.get("MAPPER_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno in REFUSED:
            if error.filename is None:
                _give_up_stdout()
            return _ended(_refusal(error), MISUSE)
        kind = type(error).__name__
        return _ended(
            f"Something went wrong on our side ({kind}: {str(error)[:200]}). "
            "Run it again with MAPPER_DEBUG=1 and report what it prints.",
            FAULT,
        )


def _run(argv: Sequence[str] | None) -> int:
    arguments = build_parser().parse_args(argv)
    module, function = arguments.runs.split(":")
    return int(getattr(importlib.import_module(f"web.commands.{module}"), function)(arguments))


def _ended(sentence: str, status: int) -> int:
    print(_on_one_line(sentence), file=sys.stderr)
    return status


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _refusal(error: OSError) -> str:
    place = "The output" if error.filename is None else str(error.filename)
    return f"{place}: It cannot be written ({error.strerror}). Make room there, or name another place."


def _give_up_stdout() -> None:
    """Leaves what stdout still holds to nobody, lest the interpreter try it again at its end."""
    # A stdout that is no file of the system's has no number, and nothing that could be lost.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
