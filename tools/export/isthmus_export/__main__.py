"""Entry point of `python -m isthmus_export`; the launcher takes run.py, which imports nothing from the current folder."""

import sys

from .cli import main

sys.exit(main())
