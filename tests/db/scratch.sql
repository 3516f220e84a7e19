-- SPDX-License-Identifier: EUPL-1.2
-- Statements over the scratch schema, one of each kind and of each type.

-- include: db/scratch.h

-- stmt: thing_add  exec
-- in:   realm realm_id, id dossier_id, ref text, note text?, due_on date?
-- in:   seen_at instant?, starts local?, is_open bool, state enum thing_state
-- in:   body bytes?, digest hash
insert into thing(realm, id, ref, version, note, due_on, seen_at, starts, is_open, state, body, digest)
values (:realm, :id, :ref, 1, :note, :due_on, :seen_at, :starts, :is_open, :state, :body, :digest);

-- A plain insert: of all its parameters as they are.
-- stmt: thing_fill  exec
-- in:   realm realm_id, id dossier_id, ref text, version int, note text?, due_on date?
-- in:   seen_at instant?, starts local?, is_open bool, state enum thing_state
-- in:   body bytes?, digest hash
insert into thing values (:realm, :id, :ref, :version, :note, :due_on,
  :seen_at, :starts, :is_open, :state, :body, :digest);

-- stmt: thing_by_ref  one
-- in:   realm realm_id, ref text
-- out:  id dossier_id, version int, note text?, due_on date?, seen_at instant?, starts local?,
-- out:  is_open bool, state enum thing_state, body bytes?, digest hash
select id, version, note, due_on, seen_at, starts, is_open, state, body, digest from thing
 where realm = :realm and ref = :ref;

-- stmt: thing_find  maybe
-- in:   realm realm_id, id dossier_id
-- out:  ref text, version int
select ref, version from thing where realm = :realm and id = :id;

-- Keyset paging, with a filter that may be left out.
-- stmt: thing_page  many
-- in:   realm realm_id, state enum thing_state?, after dossier_id, most int
-- out:  id dossier_id, ref text
select id, ref from thing
 where realm = :realm and (:state is null or state = :state) and id > :after
 order by id limit :most;

-- stmt: thing_by_name  many
-- in:   realm realm_id
-- out:  ref text, has_note bool
select ref, note is not null as has_note from thing where realm = :realm order by ref;

-- stmt: thing_count  one
-- in:   realm realm_id
-- out:  n int, total int?
select count(*) as n, cast(sum(version) as bigint) as total from thing where realm = :realm;

-- stmt: thing_rename  change
-- in:   realm realm_id, id dossier_id, version int, ref text
update thing set ref = :ref, version = version + 1
 where realm = :realm and id = :id and version = :version;

-- stmt: thing_touch  maybe
-- in:   realm realm_id, id dossier_id
-- out:  version int
update thing set version = version + 1 where realm = :realm and id = :id returning version;

-- stmt: part_add  exec
-- in:   id component_id, realm realm_id, thing dossier_id, word text
insert into part(id, realm, thing, word) values (:id, :realm, :thing, :word);

-- stmt: counter_up  exec
-- in:   name text
insert into counter(name, n) values (:name, 1)
    on conflict (name) do update set n = counter.n + 1;

-- stmt: counter_get  one
-- in:   name text
-- out:  n int
select n from counter where name = :name;

-- Annotated wrongly on purpose: the column may be NULL.
-- stmt: thing_note  one
-- in:   realm realm_id, ref text
-- out:  note text
select coalesce(note, null) as note from thing where realm = :realm and ref = :ref;

-- stmt: word_add  exec
-- in:   body text
insert into word(body) values (:body);

-- stmt: word_add_late  late
-- in:   body text
insert into word(body) values (:body);

-- stmt: word_count  one
-- in:   query text
-- out:  n int
select count(*) as n from word where word match :query;
-- pg:
select count(*) as n from word where body like '%' || :query || '%';
