-- What is done about a variance is an action of the team like any other, and the explanation names it. Words that
-- stood in an explanation itself go on at the end of its text.

update explanations set text = text || '; ' || action where action <> '';
alter table explanations drop column action;
alter table explanations drop column owner;
alter table explanations drop column due;
alter table explanations add column decision varchar;
