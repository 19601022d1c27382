-- Tasks and how they hang together, who and what they need, and risks.

alter table teams add column risk_bands varchar;
alter table teams add column review_days varchar;
alter table people add column capacity decimal(38,15);

create table leave (
    person varchar,
    first date,
    last date,
    share decimal(38,15),
    note varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table resources (
    resource varchar,
    team varchar,
    code varchar,
    name_zh varchar,
    name_en varchar,
    kind varchar,
    unit varchar,
    amount decimal(38,15),
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table tasks (
    team varchar,
    month date,
    task varchar,
    code varchar,
    title_zh varchar,
    title_en varchar,
    owner varchar,
    priority integer,
    objective varchar,
    strategy varchar,
    start date,
    finish date,
    duration integer,
    deadline date,
    rule varchar,
    progress decimal(38,15),
    started date,
    finished date,
    cancelled date,
    budget decimal(38,15),
    line varchar,
    note varchar,
    carried_from varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table task_links (
    team varchar,
    month date,
    task varchar,
    predecessor varchar,
    kind varchar,
    lag integer,
    elapsed boolean,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table assignments (
    team varchar,
    month date,
    assignment varchar,
    task varchar,
    person varchar,
    resource varchar,
    amount decimal(38,15),
    start date,
    finish date,
    note varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table risks (
    team varchar,
    month date,
    risk varchar,
    code varchar,
    title_zh varchar,
    title_en varchar,
    kind varchar,
    category varchar,
    owner varchar,
    objective varchar,
    likelihood integer,
    impact integer,
    inherent_likelihood integer,
    inherent_impact integer,
    residual_likelihood integer,
    residual_impact integer,
    target_likelihood integer,
    target_impact integer,
    probability decimal(38,15),
    cost decimal(38,15),
    response varchar,
    action varchar,
    contingency varchar,
    contingency_days integer,
    trigger_kpi varchar,
    trigger_line varchar,
    trigger_day date,
    trigger_above decimal(38,15),
    trigger_below decimal(38,15),
    state varchar,
    reason varchar,
    reviewed date,
    carried_from varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
