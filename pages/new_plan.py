"""A new plan: from a plan template, or empty; looked over before it is made."""

import ui
from ui.start import start_page

start_page(ui.language())
