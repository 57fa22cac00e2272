"""Starts the exporter. As a script and not with -m, since Python would look for modules in the current folder first."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from isthmus_export.supervised import main  # noqa: E402

sys.exit(main())
