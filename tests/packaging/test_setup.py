"""Setting up on a machine that lacks something: one sentence says what, and the way out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What a Python of that kind does when it is asked for its age, for an environment, or to install.
KINDS = {
    "old": 'case "$*" in *version_info*) exit 1;; --version) echo "Python 3.9.2";; esac',
    "bare": 'case "$*" in *"-m venv"*) exit 1;; esac',
    "offline": 'case "$*" in *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;\n'
    '*"pip install"*) echo "Connection timed out"; exit 1;; esac',
    "broken": 'case "$*" in *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;\n'
    '*"pip install"*) echo "error: disk full"; exit 1;; esac',
}
WORDS = {
    "old": ("Python 3.9.2", "3.11"),
    "bare": ("venv", "apt-get install python3-venv"),
    "offline": ("网络", "再运行一次"),
    "broken": ("安装失败", ".log"),
}


def set_up(python: str, folder: Path) -> str:
    command = ["sh", "deploy/setup.sh", python, str(folder), "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_is_said_in_one_line(tmp_path: Path, kind: str) -> None:
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n{KINDS[kind]}\nexit 0\n", encoding="utf-8")
    python.chmod(0o755)
    said = set_up(str(python), tmp_path / "env")
    assert "\n" not in said
    assert all(word in said for word in WORDS[kind])


def test_no_python_at_all(tmp_path: Path) -> None:
    assert "make run PYTHON=" in set_up("python-nowhere", tmp_path / "env")
