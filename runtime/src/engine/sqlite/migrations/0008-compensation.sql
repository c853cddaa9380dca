-- How far the run is in undoing what it did outside: 'under-way', 'partial' or 'done'; null: it does not.
alter table runs add column compensation text;
