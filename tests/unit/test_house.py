"""The house rules that a machine can check: layers, pins, licences, sizes, docstrings, the wheel."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("mapper", "web", "matching", "exports", "sample_programmes")
LOCKS = ("requirements.lock", "requirements-dev.lock")
TOP_LEVEL = {
    *PACKAGES,
    *LOCKS,
    *("tests", "docs", "run", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"),
}
LONGEST_FILE = 350
# A reason for every file that may be longer.
LONGER_FILES = {"mapper/migrations/versions/0001_first_tables.py": "one list of tables, never edited again"}
HEAVY = {"flask", "sklearn", "scipy", "numpy", "weasyprint", "pdfplumber", "pypdfium2", "docx", "openpyxl"}
SLOWEST_HELP_S = 0.5

# As packages write them; LGPL and MPL bind their own files only, AGPL and GPL would bind ours.
ACCEPTED_LICENCES = {
    *("MIT", "MIT-0", "MIT-CMU", "MIT License"),
    *("BSD-2-Clause", "BSD-3-Clause", "0BSD", "BSD License", "3-Clause BSD License"),
    "BSD-3-Clause, Apache-2.0, dependency licenses",
    *("Apache-2.0", "Apache Software License"),
    *("PSF-2.0", "Zlib", "CC0-1.0", "Zope Public License"),
    *("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "Mozilla Public License 1.1 (MPL 1.1)"),
    "LGPL-3.0-only",
}
# Packages whose metadata are silent; read in the licence files that they carry.
LICENCES_READ = {"axe-playwright-python": "MIT AND MPL-2.0"}


@dataclass(frozen=True)
class Pin:
    requirement: Requirement
    hashes: tuple[str, ...]

    def __str__(self) -> str:
        return str(self.requirement)

    @property
    def applies_here(self) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def pins_in(lock: str) -> list[Pin]:
    lines = (CHECKOUT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    split = [re.split(r"\s+--hash=", line.strip()) for line in lines if line.strip()]
    return [Pin(Requirement(requirement), tuple(hashes)) for requirement, *hashes in split]


def files_of_git() -> list[str]:
    """What is tracked, and what would be if all of it were added."""
    if not shutil.which("git") or not (CHECKOUT / ".git").exists():
        pytest.skip("this is no git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def sources_of(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from (CHECKOUT / package).rglob("*.py")


def test_packages_import_each_other_in_one_direction_only() -> None:
    lint_imports = Path(sys.executable).parent / "lint-imports"
    said = subprocess.run(
        [lint_imports, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_help_answers_at_once_because_no_heavy_package_is_imported() -> None:
    script = (
        "import sys, time\n"
        "from web.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(time.process_time(), *sys.modules, file=sys.stderr)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True
        )
        for _ in range(3)
    ]
    took, modules = zip(
        *((float(first), rest) for first, *rest in (r.stderr.split() for r in runs)), strict=True
    )
    assert not HEAVY & set(modules[0])
    # Seconds of processor time since Python started, and the best of three: other work on the machine
    # can only slow a run down.
    assert min(took) < SLOWEST_HELP_S


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_has_a_hash_for_every_pin(lock: str) -> None:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-[a-z]|--(?!hash=sha256:[0-9a-f]{64}\b))", text, re.MULTILINE)
    assert [str(pin) for pin in pins_in(lock) if not pin.hashes] == []


def test_development_has_every_pin_of_the_app() -> None:
    app, development = ({str(pin) for pin in pins_in(lock)} for lock in LOCKS)
    assert app - development == set()


def test_every_declared_dependency_is_pinned_and_allowed() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = {
        "requirements.lock": [*project["dependencies"], *extras["build"], *extras["semantic"]],
        "requirements-dev.lock": extras["dev"],
    }
    for lock, requirements in declared.items():
        pinned = {pin.requirement.name: str(pin.requirement.specifier)[2:] for pin in pins_in(lock)}
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(pinned.get(requirement.name, "")), (lock, str(requirement))


def licences_of(package: str) -> list[str]:
    """The licences to choose from."""
    stated = metadata.metadata(package).json
    expression = stated.get("license_expression") or LICENCES_READ.get(package)
    if expression:
        return re.split(r"\s+OR\s+", str(expression))
    classifiers = [c for c in stated.get("classifier", ()) if c.startswith("License ::")]
    return [c.rpartition(" :: ")[2] for c in classifiers] or [str(stated.get("license", "none stated"))]


def is_accepted(licence: str) -> bool:
    return all(part in ACCEPTED_LICENCES for part in re.split(r"\s+AND\s+", licence))


def test_every_dependency_has_a_licence_that_we_accept_and_none_the_agpl() -> None:
    names = {pin.requirement.name for lock in LOCKS for pin in pins_in(lock) if pin.applies_here}
    refused = {name: said for name in names if not any(map(is_accepted, said := licences_of(name)))}
    assert refused == {}


def test_no_python_file_is_too_long_to_read_at_one_sitting() -> None:
    lengths = {
        name: len((CHECKOUT / name).read_text(encoding="utf-8").splitlines())
        for name in files_of_git()
        if name.endswith(".py") and name not in LONGER_FILES
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_nothing_but_the_agreed_entries_lies_at_the_top() -> None:
    entries = {name.split("/")[0] for name in files_of_git()}
    assert {entry for entry in entries if not entry.startswith(".")} - TOP_LEVEL == set()


def public_functions(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)


def test_every_public_function_says_what_the_caller_gets() -> None:
    silent = [
        f"{path.relative_to(CHECKOUT)}:{function.lineno} {function.name}"
        for path in sources_of("mapper", "matching", "exports")
        for function in public_functions(ast.parse(path.read_text(encoding="utf-8")))
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(CHECKOUT).as_posix()
        for package in PACKAGES
        for path in (CHECKOUT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted - inside == set()
    for folder, suffix in {
        "web/templates/": ".html",
        "web/static/": ".css",
        "exports/templates/": ".html",
        "mapper/migrations/versions/": ".py",
        "mapper/catalogue/": ".toml",
        "sample_programmes/": ".docx",
    }.items():
        assert any(name.startswith(folder) and name.endswith(suffix) for name in inside), folder


@pytest.mark.shared
def test_no_sentence_of_the_source_documents_is_tracked(shared_dir: Path) -> None:
    tool = shared_dir / "tools" / "copied.py"
    if not tool.is_file() or not shutil.which("git"):
        pytest.skip("the tool that compares (../shared/tools/copied.py) is not here")
    said = subprocess.run([sys.executable, tool], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
