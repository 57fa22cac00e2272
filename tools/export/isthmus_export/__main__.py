"""Entry point of `python -m isthmus_export`; the launcher takes run.py, which does not look in the current folder."""

import sys

from .supervised import main

sys.exit(main())
