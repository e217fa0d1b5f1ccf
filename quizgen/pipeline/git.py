"""Whether version control would take a file that names pupils."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def git_takes(path: Path) -> bool:
    """Tell whether the next `git add` would take a file; where there is no git, none does."""
    folder = path.resolve().parent
    if not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return False
    git = shutil.which("git")
    if git is None:
        return False
    try:
        asked = subprocess.run(  # noqa: S603 - a program of the user's own, and a path
            [git, "check-ignore", "-q", "--", path.name],
            cwd=folder,
            check=False,
            capture_output=True,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 1
