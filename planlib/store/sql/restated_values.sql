-- Values of days that counted at one change and are others at a later one.
-- One row per KPI, day and segment, by the change that wrote what stands now, KPI, day and segment; of each change and
-- KPI the first $most, with how many there are and by how much they differ in all.
-- A value that is new counts where the KPI had another one on its day: else it came late, and restates nothing.

with counted as (
    select unnest($kpis::varchar[]) as kpi, unnest($untils::date[]) as until
),
since as materialized (
    select a.kpi, a.day, a.segment, a.value, a.base, a.removed, a.change_id, a.entry_id, a.replaces
    from actuals as a join counted as c on c.kpi = a.kpi and a.day <= c.until
    where a.change_id > $before and a.change_id <= $after
),
newest as (
    select s.*
    from since as s anti join since as later on later.replaces = s.entry_id
),
former as materialized (
    select kpi, day, segment, value, base
    from actuals semi join (select replaces as entry_id from since) using (entry_id)
    where not removed and change_id <= $before
),
pairs as materialized (
    select
        n.kpi,
        n.day,
        n.segment,
        n.change_id,
        f.value as value_before,
        f.base as base_before,
        if(n.removed, null, n.value) as value_after,
        if(n.removed, null, n.base) as base_after
    from newest as n left join former as f using (kpi, day, segment)
    where value_before is distinct from value_after or base_before is distinct from base_after
),
days as (
    select distinct kpi, day
    from pairs
    where value_before is null
),
beside as materialized (
    select a.kpi, a.day, a.entry_id, a.replaces, a.removed
    from actuals as a semi join days using (kpi, day)
    where a.change_id <= $before
),
known as (
    select distinct b.kpi, b.day
    from beside as b anti join beside as later on later.replaces = b.entry_id
    where not b.removed
)

select
    change_id,
    kpi,
    day,
    segment,
    value_before,
    base_before,
    value_after,
    base_after,
    count(*) over of_change as values,
    sum(coalesce(value_after, 0) - coalesce(value_before, 0)) over of_change as difference,
    sum(coalesce(base_after, 0) - coalesce(base_before, 0)) over of_change as base_difference
from pairs left join known using (kpi, day)
where value_before is not null or known.kpi is not null
window of_change as (partition by change_id, kpi)
qualify row_number() over (partition by change_id, kpi order by day, segment) <= $most
order by change_id, kpi, day, segment
