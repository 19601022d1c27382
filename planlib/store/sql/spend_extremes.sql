-- The smallest and the largest amount that stands of each budget line, of whatever month and status.
-- One row per line that has any, by line.

with written as not materialized (
    select *
    from spend
    where line in (select unnest($lines::varchar[])) and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
)

select line, min(amount) as smallest, max(amount) as largest
from written anti join replaced using (entry_id)
where not removed
group by line
order by line
