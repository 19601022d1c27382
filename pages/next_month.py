"""The next month, drafted from the one in view."""

import ui
from ui.next_month import next_month

next_month(ui.language(), ui.snapshot())
