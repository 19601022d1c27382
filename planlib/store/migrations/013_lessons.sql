-- What a month taught: what worked, what did not, what to try next.

create table lessons (
    team varchar,
    month date,
    lesson varchar,
    kind varchar,
    text varchar,
    cause varchar,
    next_step varchar,
    owner varchar,
    kpi varchar,
    objective varchar,
    task varchar,
    risk varchar,
    decision varchar,
    carried_from varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
