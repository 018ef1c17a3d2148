"""What is written for those who serve a team names options and files that there are."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[1] / "ui" / "deployment"


def _help(*command: str) -> str:
    program = "import sys; from qa.cli import main; sys.argv[0] = 'report-qa'; main()"
    run = subprocess.run(
        [sys.executable, "-c", program, *command, "--help"], capture_output=True, text=True, check=True
    )
    return run.stdout


@pytest.mark.parametrize("name", ["README.md", "report-qa.service", "Dockerfile"])
def test_the_options_of_chat_are_those_it_has(name: str) -> None:
    text = (_FOLDER / name).read_text(encoding="utf-8").replace("\\\n", " ")
    calls = re.findall(r"\bchat\b(.*)", text)
    assert calls
    words = {word.strip("\",'[]") for call in calls for word in re.split(r"[\s,]+", call)}
    wanted = {word for word in words if re.fullmatch(r"--[a-z-]+", word)}
    known = set(re.findall(r"--[\w-]+", _help("chat")))
    assert len(wanted) > 3
    assert wanted <= known


def test_the_unit_starts_what_it_installs() -> None:
    unit = (_FOLDER / "report-qa.service").read_text(encoding="utf-8").replace("\\\n", " ")
    started = shlex.split(next(line for line in unit.splitlines() if line.startswith("ExecStart=")))
    assert started[0] == "ExecStart=/opt/report-qa/bin/report-qa"
    assert "/opt/report-qa/bin/pip" in (_FOLDER / "README.md").read_text(encoding="utf-8")


def test_linked_files_are_there() -> None:
    text = (_FOLDER / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([\w.-]+)\)", text)
    assert sorted(linked) == ["Caddyfile", "Dockerfile", "nginx.conf", "report-qa.service"]
    assert all((_FOLDER / each).is_file() for each in linked)
