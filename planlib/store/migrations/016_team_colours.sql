-- The colour of a team's slides and documents, as #1F4E79. The new column is NULL in older rows.

alter table teams add column colour varchar;
