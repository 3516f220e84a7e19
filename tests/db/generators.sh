# SPDX-License-Identifier: EUPL-1.2
# sqlgen, sqlcheck's rules and migrationgen on bad input: refused, with file and line.
. tests/arch/tap.sh
gen() { "$SQLGEN" "$1" "$scratch/out.h" "$scratch/out.c"; }
list() { "$MIGRATIONGEN" some "$scratch/out.h" "$scratch/out.c" "$@"; }

# bad NAME LINE REASON : the text on standard input is refused there for that.
bad() {
    sample "$1.sql"
    refuses "$1 is refused" "$1.sql:$2: $3" gen "$1.sql"
}

sample good.sql <<'SQL'
-- include: base/id.h
-- A comment: with a colon, and a line that is no annotation.

-- stmt: by_ref  one
-- in:   realm realm_id, ref text,
-- in:   day date?
-- out:  id dossier_id, note text?
select id, note from t -- why: because
 where realm = :realm and ref = :ref and x <> ':no' and (:day is null or day = :day);
-- pg:
select id, note from t where realm = :realm and ref = :ref and day = :day::text;
SQL
holds 'a good file is taken' gen "$pile/good.sql"
holds 'placeholders have numbers, quotes stay' grep -qF "realm = ?1 and ref = ?2 and x <> ':no'" "$scratch/out.c"
holds 'a cast is no placeholder' grep -qF 'day = $3::text' "$scratch/out.c"
holds 'a value that may be NULL has a flag' grep -qF 'bool has_day;' "$scratch/out.h"
holds 'text that may be NULL has none' sh -c "! grep -q has_note '$scratch/out.h'"

sample let.sql <<'SQL'
-- let: open = urgency > 0
-- let: mine = $open
-- let: mine = and holder = :holder
-- let: who = holder unit_id
-- stmt: a one
-- in: $who, limit int
-- out: n int
select count(*) as n from t where $mine limit :limit;
SQL
holds 'a file with texts of its own is taken' gen "$pile/let.sql"
holds 'and they stand where their names stood' grep -qF 'where urgency > 0 and holder = ?1 limit ?2' "$scratch/out.c"

sample plain.sql <<'SQL'
-- stmt: whole  exec
-- in: a int, b text
insert into whole values (:a, :b);

-- stmt: named  exec
-- in: a int, b text
insert into named(a, b)
values (:a,
  :b);

-- stmt: turned  exec
-- in: a int, b text
insert into turned values (:b, :a);

-- stmt: constant  exec
-- in: a int
insert into constant values (:a, 1);

-- stmt: upsert  exec
-- in: a int, b text
insert into upsert values (:a, :b) on conflict do nothing;

-- stmt: late  late
-- in: a int
insert into late values (:a);
SQL
holds 'plain inserts are taken' gen "$pile/plain.sql"
tables() { tr -d '\n' <"$scratch/out.c" | grep -o 'rows_of = *"[^"]*"' | tr -d ' ' | sort | tr '\n' ' '; }
holds 'only they can be copied in' test "$(tables)" = 'rows_of="named(a,b)" rows_of="whole" '

bad kind 2 'kind is one, maybe, many, exec, late or change, not "some"' <<'SQL'

-- stmt: a some
select 1;
SQL
bad type 2 'no such type "varchar"' <<'SQL'
-- stmt: a one
-- out: x varchar
select 1 as x;
SQL
bad twice 3 '"x" twice' <<'SQL'
-- stmt: a one
-- out: x int
-- out: x int
select 1 as x;
SQL
bad statement_twice 4 'statement "a" twice' <<'SQL'
-- stmt: a exec
delete from t;

-- stmt: a exec
delete from t;
SQL
bad undeclared 4 ':ref is not in the in: line' <<'SQL'
-- stmt: a one
-- out: x int
select x from t
 where ref = :ref;
SQL
bad unused 2 '"ref" is declared but never used' <<'SQL'
-- stmt: a exec
-- in: ref text
delete from t;
SQL
bad no_out 1 'rows come back: an out: line is missing' <<'SQL'
-- stmt: a many
select x from t;
SQL
bad some_out 1 'nothing comes back: out: says otherwise' <<'SQL'
-- stmt: a exec
-- out: x int
delete from t;
SQL
bad reads 1 'exec, late and change are for statements that write' <<'SQL'
-- stmt: a exec
select x from t;
SQL
bad two 3 'something after the semicolon' <<'SQL'
-- stmt: a exec
delete from t;
delete from u;
SQL
bad open_end 1 'the statement does not end with a semicolon' <<'SQL'
-- stmt: a exec
delete from t
SQL
bad quote 2 'a quote is never closed' <<'SQL'
-- stmt: a exec
delete from t where x = 'a;
SQL
bad late 3 'annotations stand before the text' <<'SQL'
-- stmt: a exec
delete from t
-- in: x int
 where x = :x;
SQL
bad no_let 2 'no such text "$open"' <<'SQL'
-- stmt: a exec
delete from t where $open;
SQL
bad let_late 3 'want "-- let: name = text" before the statements' <<'SQL'
-- stmt: a exec
delete from t;
-- let: open = x
SQL
bad let_empty 1 'want "-- let: name = text" before the statements' <<'SQL'
-- let: open
SQL
bad misspelt 2 'no such annotation "inn"' <<'SQL'
-- stmt: a exec
-- inn: x int
delete from t;
SQL
bad early 1 'text before the first statement' <<'SQL'
delete from t;
SQL
bad empty_pg 1 'nothing after -- pg:' <<'SQL'
-- stmt: a exec
delete from t;
-- pg:
SQL
bad no_text 1 'statement "a" has no text' <<'SQL'
-- stmt: a exec
SQL
bad no_words 1 'statement "a" has no text' <<'SQL'
-- stmt: a exec
-- Only a comment.
;
SQL
bad nothing 2 'no statement' <<'SQL'
-- Only words.
SQL
bad enum 2 "enum needs the enum's name" <<'SQL'
-- stmt: a one
-- out: x enum
select 1 as x;
SQL

# ---- migrations ----

sample 0001_a.sql <<<'create table a (x INT);'
sample 0003_c.sql <<<'create table c (x INT);'
holds 'a list without gaps is taken' list "$pile/0001_a.sql"
refuses 'a gap in the numbers is refused' 'want a file named 0002_name.sql' list 0001_a.sql 0003_c.sql

finish
