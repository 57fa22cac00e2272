"""Entry point of `python -m isthmus_export`."""

import sys

from .cli import main

sys.exit(main())
