"""`./run` on machines made of stand-ins: what it installs, what it says, and how it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LIBRARY = "libharfbuzz-subset0"

# Each writes what it was called with to $CALLS; what a test sets decides how it answers.
STAND_INS = {
    "id": "echo ${USER_ID:-0}",
    "dpkg-query": 'case " $MISSING " in *" ${!#} "*) exit 1 ;; *) echo installed ;; esac',
    "apt-get": """
        [[ $1 != update ]] || touch "$CALLS.lists"
        [[ -z ${NO_LISTS:-} || -e $CALLS.lists ]]""",
    "python3": """
        [[ $1 == -m ]] || exit 0
        mkdir -p .venv/bin
        cp "$(dirname "$0")"/in_venv/* .venv/bin
        echo "VIRTUAL_ENV=$PWD/.venv" >.venv/bin/activate""",
    "initdb": "",
    "chromium": "",
    "in_venv/python": """
        [[ $1 == -m ]] || exit 0
        [[ -z ${NO_PACKAGES:-} ]] || { echo "no such version"; exit 1; }""",
    "in_venv/pip": "",
    "in_venv/mapper": "[[ $1 != demo ]] || mkdir workspace; exit ${DEMO_STATUS:-0}",
    "in_venv/ruff": "exit ${RUFF_STATUS:-0}",
    "in_venv/mypy": "",
    "in_venv/lint-imports": "",
    "in_venv/pytest": "echo '1 passed in 0.01s'; exit ${PYTEST_STATUS:-0}",
}
# All that the script may find of the real machine: no Python, browser or database server among it.
SYSTEM_PROGRAMS = ["bash", "cat", "cp", "dirname", "grep", "mkdir", "rm", "sha256sum", "tail", "touch"]
SCRIPT = '#!/bin/bash\necho "${0##*/} $*" >>"$CALLS"\n'


@dataclass(frozen=True)
class Machine:
    """A checkout with `run` and nothing installed, on a machine that has only stand-ins."""

    folder: Path
    stand_ins: Path

    @property
    def checkout(self) -> Path:
        return self.folder / "checkout"

    def run(self, *arguments: str, **setting: str) -> subprocess.CompletedProcess[str]:
        calls = self.folder / "calls"
        calls.write_text("")
        return subprocess.run(
            ["/bin/bash", self.checkout / "run", *arguments],
            env={"PATH": f"{self.stand_ins}:{self.stand_ins}/system", "CALLS": str(calls), **setting},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self, program: str) -> list[str]:
        """What the program was called with in the last run."""
        lines = (self.folder / "calls").read_text().splitlines()
        return [line.removeprefix(f"{program} ") for line in lines if line.split()[0] == program]

    def installs(self) -> list[str]:
        """What pip was asked to install in the last run."""
        return [call for call in self.calls("python") if call.startswith("-m pip install")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    stand_ins = tmp_path / "bin"
    for name, body in STAND_INS.items():
        path = stand_ins / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{SCRIPT}{body}\n")
        path.chmod(0o755)
    (stand_ins / "system").mkdir()
    for program in SYSTEM_PROGRAMS:
        (stand_ins / "system" / program).symlink_to(shutil.which(program) or program)
    (tmp_path / "checkout").mkdir()
    for name in ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(CHECKOUT / name, tmp_path / "checkout" / name)
    return Machine(tmp_path, stand_ins)


def test_setup_installs_the_pins_by_hash_and_then_the_checkout(machine: Machine) -> None:
    assert machine.run("setup").returncode == 0
    pins, checkout = machine.installs()
    assert pins.endswith("--require-hashes -r requirements.lock")
    assert checkout.endswith("--no-deps --no-build-isolation -e .")


def test_a_second_run_installs_nothing(machine: Machine) -> None:
    machine.run("setup")
    assert machine.run("setup").returncode == 0
    assert (machine.installs(), machine.calls("apt-get"), machine.calls("python3")) == ([], [], [])


def test_an_environment_for_tests_serves_the_app_as_well(machine: Machine) -> None:
    machine.run("test")
    machine.run("setup")
    assert machine.installs() == []


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_changed_pins_or_settings_are_installed_again(machine: Machine, file: str) -> None:
    machine.run("setup")
    with (machine.checkout / file).open("a") as stream:
        stream.write("# changed\n")
    machine.run("setup")
    assert len(machine.installs()) == 2


def test_an_installation_that_failed_is_told_with_its_reason_and_tried_again(machine: Machine) -> None:
    failed = machine.run("setup", NO_PACKAGES="1")
    assert failed.returncode == 1
    assert "no such version" in failed.stderr
    assert machine.run("setup").returncode == 0
    assert len(machine.installs()) == 2


def test_pins_that_were_changed_back_after_a_failure_are_installed_again(machine: Machine) -> None:
    machine.run("setup")
    pins = (machine.checkout / "requirements.lock").read_text()
    (machine.checkout / "requirements.lock").write_text(f"{pins}# changed\n")
    machine.run("setup", NO_PACKAGES="1")
    (machine.checkout / "requirements.lock").write_text(pins)
    machine.run("setup")
    assert len(machine.installs()) == 2


def test_an_environment_copied_from_elsewhere_is_made_anew(machine: Machine) -> None:
    machine.run("setup")
    moved = Machine(machine.folder / "elsewhere", machine.stand_ins)
    shutil.copytree(machine.checkout, moved.checkout)
    moved.run("setup")
    assert len(moved.calls("python3")) > 0
    assert str(moved.checkout) in (moved.checkout / ".venv/bin/activate").read_text()


def test_root_installs_missing_system_packages_without_fetching_lists_first(machine: Machine) -> None:
    assert machine.run("setup", MISSING=LIBRARY).returncode == 0
    assert machine.calls("apt-get") == [f"install --yes --no-install-recommends {LIBRARY}"]


def test_package_lists_are_fetched_when_a_package_is_not_found(machine: Machine) -> None:
    ended = machine.run("setup", MISSING=LIBRARY, NO_LISTS="1")
    assert [call.split()[0] for call in machine.calls("apt-get")] == ["install", "update", "install"]
    assert (ended.returncode, ended.stderr) == (0, "")


def test_others_are_told_the_one_command_to_run_and_setup_goes_on(machine: Machine) -> None:
    ended = machine.run("setup", USER_ID="1000", MISSING=f"libpango-1.0-0 {LIBRARY}")
    assert ended.returncode == 0
    (sentence,) = ended.stderr.splitlines()
    assert sentence.endswith(f"sudo apt-get install libpango-1.0-0 {LIBRARY}")
    assert machine.calls("apt-get") == []


def test_a_browser_is_installed_for_tests_only(machine: Machine) -> None:
    (machine.stand_ins / "chromium").unlink()
    machine.run("setup", MISSING="chromium")
    assert machine.calls("apt-get") == []
    machine.run("test", MISSING="chromium")
    assert machine.calls("apt-get") == ["install --yes --no-install-recommends chromium"]


def test_a_machine_without_python_gets_it_or_is_told_what_to_install(machine: Machine) -> None:
    (machine.stand_ins / "python3").unlink()
    told = machine.run("setup", USER_ID="1000", MISSING="python3 python3-venv")
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1)
    assert told.stderr.endswith("sudo apt-get install python3 python3-venv\n")
    machine.run("setup", MISSING="python3 python3-venv")
    assert machine.calls("apt-get") == ["install --yes --no-install-recommends python3 python3-venv"]


def test_the_demo_workspace_is_made_once_and_then_served(machine: Machine) -> None:
    machine.run("serve", "--port", "8001")
    assert machine.calls("mapper") == ["demo --to workspace", "serve --workspace workspace --port 8001"]
    machine.run()
    assert machine.calls("mapper") == ["serve --workspace workspace"]


def test_a_demo_that_failed_leaves_no_half_made_workspace(machine: Machine) -> None:
    assert machine.run(DEMO_STATUS="1").returncode == 1
    assert not (machine.checkout / "workspace").exists()
    assert machine.calls("mapper") == ["demo --to workspace"]


def test_tests_pass_only_with_the_checks_and_their_summary_comes_last(machine: Machine) -> None:
    passed, unchecked = machine.run("test", "-k", "word"), machine.run("test", RUFF_STATUS="1")
    assert (passed.returncode, unchecked.returncode) == (0, 1)
    assert "ruff check: FAILED" in unchecked.stdout
    assert passed.stdout.splitlines()[-1] == unchecked.stdout.splitlines()[-1] == "1 passed in 0.01s"


@pytest.mark.parametrize("status", [1, 5])
def test_failed_or_missing_tests_fail_the_run(machine: Machine, status: int) -> None:
    assert machine.run("test", PYTEST_STATUS=str(status)).returncode == status


def test_check_fails_when_a_check_fails(machine: Machine) -> None:
    assert machine.run("check").returncode == 0
    assert machine.run("check", RUFF_STATUS="1").returncode == 1


def test_an_unknown_recipe_is_told_in_one_sentence(machine: Machine) -> None:
    ended = machine.run("tset")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "There is no recipe 'tset'; see './run help'.\n"


def test_help_lists_every_recipe(machine: Machine) -> None:
    listed = machine.run("help").stdout
    assert all(f"./run {recipe} " in listed for recipe in ("serve", "setup", "test", "check", "help"))


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_scripts_can_be_run_and_name_no_host(script: str) -> None:
    path = CHECKOUT / script
    assert os.access(path, os.X_OK)
    assert "://" not in path.read_text(encoding="utf-8")
