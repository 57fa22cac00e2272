"""Starts the survey of torchvision's networks, as run.py starts the exporter."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from isthmus_export.survey import main  # noqa: E402

sys.exit(main())
