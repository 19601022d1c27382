-- Other names of budget lines, and what people said about files with one header. New columns are NULL in older rows.

alter table budgets add column aliases varchar;

create table file_mappings (
    team varchar,
    kind varchar,
    header varchar,
    choices varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
