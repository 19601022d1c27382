-- What a risk did cost, or an opportunity bring, once it happened. The new column is NULL in older rows.

alter table risks add column came_to decimal(38,15);
