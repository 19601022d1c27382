-- As whom a person makes changes. A new column is NULL in older rows.

alter table people add column login varchar;
