-- How many times the planned finish of a plan's tasks was changed after the change $since.
-- One row per task that was moved, by task. A task without a finish of its own moves with its start and duration.

with written as (
    select
        task,
        change_id,
        case when finish is null then {start: start, days: duration} else {start: finish, days: 0} end as planned
    from tasks
    where team = $team and month = $month and not removed and change_id <= $known_at
),
compared as (
    select task, change_id, planned, lag(planned) over (partition by task order by change_id) as before
    from written
)
select task, count(*) as moves
from compared
where before is not null and planned is distinct from before and change_id > $since
group by task
order by task
