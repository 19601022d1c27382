-- The ledger: the changes, and one table for each record of planlib/model.py with the rows they wrote.
-- Nothing is ever updated or deleted: what a row says stands until another row of the same key replaces it
-- (planlib/store/tables.py). No primary keys, sequences, enums or "on conflict": the ledger checks what it
-- writes, and DuckLake has none of them.

create table schema_version (
    version integer
);

-- `made_at` is UTC. `undoes` is the change that an undo takes back. `counts` (rows written, by table) and `file`
-- (name, size, hash … of an import) are JSON.
create table changes (
    change_id bigint,
    made_at timestamp,
    actor varchar,
    kind varchar,
    reason varchar,
    team varchar,
    month date,
    undoes bigint,
    counts varchar,
    file varchar
);

create table teams (
    team varchar,
    code varchar,
    name_zh varchar,
    name_en varchar,
    country varchar,
    timezone varchar,
    currency varchar,
    first_weekday integer,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table calendar_days (
    team varchar,
    day date,
    working boolean,
    official boolean,
    name varchar,
    source varchar,
    version varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table people (
    person varchar,
    team varchar,
    name_zh varchar,
    name_en varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table plans (
    team varchar,
    month date,
    title_zh varchar,
    title_en varchar,
    state varchar,
    green decimal(38,15),
    amber decimal(38,15),
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table strategies (
    strategy varchar,
    team varchar,
    code varchar,
    title_zh varchar,
    title_en varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table objectives (
    team varchar,
    month date,
    objective varchar,
    code varchar,
    parent varchar,
    title_zh varchar,
    title_en varchar,
    kind varchar,
    owner varchar,
    due date,
    weight decimal(38,15),
    priority integer,
    standard_zh varchar,
    standard_en varchar,
    strategy varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table milestones (
    team varchar,
    month date,
    milestone varchar,
    objective varchar,
    title_zh varchar,
    title_en varchar,
    weight decimal(38,15),
    due date,
    done decimal(38,15),
    evidence varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table kpis (
    kpi varchar,
    team varchar,
    code varchar,
    name_zh varchar,
    name_en varchar,
    unit varchar,
    measure varchar,
    direction varchar,
    aggregation varchar,
    frequency varchar,
    expected varchar,
    gaps varchar,
    smallest decimal(38,15),
    largest decimal(38,15),
    whole boolean,
    source varchar,
    owner varchar,
    aliases varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table targets (
    team varchar,
    month date,
    kpi varchar,
    objective varchar,
    baseline decimal(38,15),
    target decimal(38,15),
    lower decimal(38,15),
    upper decimal(38,15),
    tolerance decimal(38,15),
    weight decimal(38,15),
    path varchar,
    weekly_split varchar,
    commitment varchar,
    growth_mode varchar,
    growth_rate decimal(38,15),
    green decimal(38,15),
    amber decimal(38,15),
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table actuals (
    kpi varchar,
    day date,
    segment varchar,
    value decimal(38,15),
    base decimal(38,15),
    note varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table budgets (
    team varchar,
    month date,
    line varchar,
    code varchar,
    name_zh varchar,
    name_en varchar,
    category varchar,
    kind varchar,
    original decimal(38,15),
    revised decimal(38,15),
    quantity decimal(38,15),
    price decimal(38,15),
    phasing varchar,
    phasing_detail varchar,
    notice decimal(38,15),
    warning decimal(38,15),
    objective varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table spend (
    line varchar,
    payment varchar,
    day date,
    status varchar,
    amount decimal(38,15),
    vendor varchar,
    voucher varchar,
    settles varchar,
    note varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table closes (
    team varchar,
    month date,
    facts varchar,
    formulas varchar,
    sha256 varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
