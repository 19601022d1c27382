-- What each change did to the values of one KPI.
-- One row per change that wrote any, oldest first: how many values came, became others and went, and on which days.

with written as materialized (
    select entry_id, change_id, day, removed, replaces
    from actuals
    where kpi = $kpi and day between $first and $last and change_id <= $known_at
)

select
    w.change_id,
    count(*) filter (where not w.removed and coalesce(former.removed, true)) as added,
    count(*) filter (where not w.removed and not former.removed) as changed,
    count(*) filter (where w.removed) as removed,
    min(w.day) as first,
    max(w.day) as last
from written as w left join written as former on former.entry_id = w.replaces
group by w.change_id
order by w.change_id
