-- What a person may do with the plans of the team: viewer, editor, closer or admin. The new column is NULL in older rows.

alter table people add column role varchar;
