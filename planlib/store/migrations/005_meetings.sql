-- Weekly meetings: what was decided, what owners of KPIs say, and the limits that control charts are locked to.

alter table plans add column explain_below decimal(38,15);

create table process_limits (
    kpi varchar,
    grain varchar,
    start date,
    reason varchar,
    method varchar,
    first date,
    last date,
    centre decimal(38,15),
    lower decimal(38,15),
    upper decimal(38,15),
    range_upper decimal(38,15),
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table check_ins (
    kpi varchar,
    week date,
    confidence varchar,
    text varchar,
    person varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table meetings (
    team varchar,
    month date,
    meeting varchar,
    day date,
    data_day date,
    agenda varchar,
    known_at integer,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table decisions (
    decision varchar,
    team varchar,
    meeting varchar,
    kind varchar,
    day date,
    text varchar,
    about varchar,
    owner varchar,
    due date,
    done date,
    what varchar,
    before varchar,
    after varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
