-- The days by which a team's actions were to be done, as they were written one after the other.
-- One row per row of the ledger that says so, by action and change; `meeting` is where the action was taken down.

select decision, meeting, due, change_id
from decisions
where team = $team and kind = 'action' and not removed and change_id <= $known_at
order by decision, change_id
