"""The weekly meeting: an item a screen, and what was decided about each."""

import ui
from ui.meeting import before, held_now, hold, meeting_over, summary, why_not

_ = ui.language()
snapshot = ui.snapshot()
held, over = held_now(snapshot), meeting_over(snapshot)

if over:
    summary(_, over)
elif held and not why_not(_, snapshot):
    hold(_, snapshot, held)
else:
    before(_, snapshot)
