"""Starts the profiler that needs no JVM, as run.py starts the exporter."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from isthmus_export.timing.cli import main  # noqa: E402

sys.exit(main())
