-- Targets split by segment, person or week, and why the parts do not add up to the target.
-- The new column is NULL in older rows.

alter table targets add column parts_reason varchar;

create table target_parts (
    team varchar,
    month date,
    part varchar,
    kpi varchar,
    segment varchar,
    person varchar,
    week date,
    amount decimal(38,15),
    owner varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
