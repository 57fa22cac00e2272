"""What the command line refuses."""

import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).resolve().parents[1] / "run.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(RUN), *arguments], capture_output=True, text=True, check=False)


def test_missing_data_is_one_line_that_names_the_package(tmp_path):
    result = run("--out", str(tmp_path / "w.pt"), "--data", str(tmp_path))
    assert result.returncode == 2
    assert "dataset-fashion-mnist" in result.stderr
    assert "Traceback" not in result.stderr


def test_one_of_training_and_pictures_is_named():
    assert "--out" in run().stderr
    assert run("--out", "a", "--pictures", "b").returncode == 2
