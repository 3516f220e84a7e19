-- SPDX-License-Identifier: EUPL-1.2
-- The room's own table: which migrations were applied (migrate.c).

-- stmt: schema_table  one
-- out:  n int
select count(*) as n from sqlite_schema where name = 'schema_migration';
-- pg:
select count(*) as n from pg_catalog.pg_class
 where relname = 'schema_migration' and pg_catalog.pg_table_is_visible(oid);

-- How a database is counted for its planner: after it was filled, all of it and at leisure; from day to day only
-- what has grown, and SQLite's full-text indexes are brought a little nearer to one piece, as every piece is asked
-- in every search. PostgreSQL reads a row that its index holds whole from there alone only after the row's page was
-- vacuumed, which its daemon does once a fifth of a table is new: from day to day the tables with such pages. Its
-- planner takes a table that was counted while it was empty for empty until its daemon counts again, and walks
-- through it from end to end: such tables are left out.
-- stmt: schema_tidy  one
-- in:   all bool
-- out:  text text
select case when :all then 'pragma analysis_limit = 0; analyze' else 'pragma analysis_limit = 1000; pragma optimize' end
 || coalesce((select group_concat('; insert into ' || name || '(' || name
      || case when :all then ') values (''optimize'')' else ', rank) values (''merge'', -1000)' end, '')
    from sqlite_schema where sql like 'create virtual table % using fts5%'), '') as text;
-- pg:
select coalesce('vacuum (analyze) ' || string_agg(cast(cast(oid as regclass) as text), ', '), '') as text
 from pg_catalog.pg_class
 where relkind = 'r' and relnamespace = cast(current_schema() as regnamespace) and pg_relation_size(oid) > 0
  and (:all or pg_relation_size(oid) / current_setting('block_size')::int > relallvisible);

-- stmt: schema_applied  many
-- out:  number int, name text, sha256 hash
select number, name, sha256 from schema_migration order by number;

-- stmt: schema_add  exec
-- in:   number int, name text, sha256 hash, applied_at instant
insert into schema_migration(number, name, sha256, applied_at)
values (:number, :name, :sha256, :applied_at);
