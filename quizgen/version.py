"""The version, once for package, manifest, papers and reports."""

from __future__ import annotations

__version__ = "0.1.0"
