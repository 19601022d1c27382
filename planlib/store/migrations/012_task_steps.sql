-- Weighted steps of tasks, by which the progress of some is counted.

create table task_steps (
    team varchar,
    month date,
    step varchar,
    task varchar,
    title_zh varchar,
    title_en varchar,
    weight decimal(38,15),
    done date,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
