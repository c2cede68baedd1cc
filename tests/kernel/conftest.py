"""The published vectors that several kernel tests compare with; they are not part of the repository."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def vectors() -> Path:
    corpus = os.environ.get("SALDO_CORPUS")
    if not corpus:
        pytest.skip("SALDO_CORPUS is not set; it names the folder that holds vectors/.")
    folder = Path(corpus) / "vectors"
    assert folder.is_dir(), f"SALDO_CORPUS is set, but {folder} is not a folder."
    return folder
