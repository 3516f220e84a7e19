-- SPDX-License-Identifier: EUPL-1.2
-- Lists of dossiers: what is open, first due first, and what stands behind a
-- figure. Paging is by the last row seen (urgency or day, then id), never by
-- offset. state < 0 means every state; before cuts off what is due later.
-- include: domain/dossier.h
-- include: domain/world_words.h

-- A row of every list (store/list_row.h), and the same beside another table.
-- let: row_out = id dossier_id, code text, applicant_name text, procedure procedure_id, procedure_version version_id,
-- let: row_out = unit unit_id, holder unit_id, channel enum channel, state enum state, step int, version int, submitted_at instant,
-- let: row_out = accepted_at instant, due local, step_due local, paused_at instant, finished_at instant, urgency int, punctuality enum timeliness
-- let: row = id, code, applicant_name, procedure, procedure_version, unit, holder, channel, state, step, version,
-- let: row = submitted_at, accepted_at, due, step_due, paused_at, finished_at, urgency, punctuality
-- let: joined_row = d.id as id, d.code as code, d.applicant_name as applicant_name, d.procedure as procedure,
-- let: joined_row = d.procedure_version as procedure_version, d.unit as unit, d.holder as holder,
-- let: joined_row = d.channel as channel, d.state as state, d.step as step, d.version as version,
-- let: joined_row = d.submitted_at as submitted_at, d.accepted_at as accepted_at, d.due as due,
-- let: joined_row = d.step_due as step_due, d.paused_at as paused_at, d.finished_at as finished_at,
-- let: joined_row = d.urgency as urgency, d.punctuality as punctuality
-- One unit and those directly under it (unit 0: every one), of one kind (-1: of any).
-- let: units = (select id from unit where (id = :unit or parent = :unit or :unit = 0) and (:kind < 0 or kind = :kind))
-- The result exists: state_is_settled (domain/workflow.h).
-- let: settled = 13, 14, 15, 16

-- What an office has in hand.
-- stmt: open_of_holder  many
-- in: realm realm_id, holder unit_id, state int, before int, after_urgency int, after_id dossier_id, limit int
-- out: $row_out
select $row
from dossier
where realm = :realm and holder = :holder and urgency > 0 and urgency < :before
  and (urgency, id) > (:after_urgency, :after_id) and (:state < 0 or state = :state)
order by urgency, id limit :limit;

-- What an authority has open, whichever of its offices holds it.
-- stmt: open_of_unit  many
-- in: realm realm_id, unit unit_id, state int, before int, after_urgency int, after_id dossier_id, limit int
-- out: $row_out
select $row
from dossier
where realm = :realm and unit = :unit and urgency > 0 and urgency < :before
  and (urgency, id) > (:after_urgency, :after_id) and (:state < 0 or state = :state)
order by urgency, id limit :limit;

-- What is open in all authorities that a district watches.
-- stmt: open_of_area  many
-- in: realm realm_id, area unit_id, state int, before int, after_urgency int, after_id dossier_id, limit int
-- out: $row_out
select $row
from dossier
where realm = :realm and area = :area and urgency > 0 and urgency < :before
  and (urgency, id) > (:after_urgency, :after_id) and (:state < 0 or state = :state)
order by urgency, id limit :limit;

-- What came to an end in one state, newest first; of a holder, a unit and an area those that are not 0 decide.
-- stmt: ended_in_state  many
-- in: realm realm_id, holder unit_id, unit unit_id, area unit_id, state int, before_id dossier_id, limit int
-- out: $row_out
select $row
from dossier
where realm = :realm and urgency = 0 and state = :state and id < :before_id
  and (:holder = 0 or holder = :holder) and (:unit = 0 or unit = :unit) and (:area = 0 or area = :area)
order by id desc limit :limit;

-- Accepted between two days in one authority or in those under it, newest first; a negative channel
-- means every other one.
-- The member only is 0 for all, 1 with a digitised paper, 2 fully digitised, 3 not fully, 4 settled, 5 open,
-- 6 settled by a document, 7 settled by a signed electronic one.
-- stmt: accepted_between  many
-- in: realm realm_id, unit unit_id, kind int, from int, to int, channel int, only int, before_day int, before_id dossier_id, limit int
-- out: $row_out, accepted_day int
select $row, accepted_day
from dossier
where realm = :realm and accepted_day > 0 and accepted_day between :from and :to
  and unit in $units
  and (accepted_day, id) < (:before_day, :before_id)
  and (:channel = 0 or channel = :channel or (:channel < 0 and channel <> -:channel))
  and (:only = 0 or (:only = 1 and digitised > 0) or (:only = 2 and digitised > 0 and digitised_required >= required)
    or (:only = 3 and not (digitised > 0 and digitised_required >= required))
    or (:only = 4 and state in ($settled)) or (:only = 5 and finished_at = 0)
    or (:only = 6 and state in ($settled) and yields_result)
    or (:only = 7 and state in ($settled) and yields_result and result_digitised))
order by accepted_day desc, id desc limit :limit;

-- Finished between two days; timeliness 0: whatever, 9: early or on time, else enum timeliness; settled ones only.
-- stmt: settled_between  many
-- in: realm realm_id, unit unit_id, kind int, from int, to int, timeliness int, before_day int, before_id dossier_id, limit int
-- out: $row_out, finished_day int
select $row, finished_day
from dossier
where realm = :realm and finished_day > 0 and finished_day between :from and :to
  and unit in $units
  and state in ($settled) and (:timeliness = 0 or punctuality = :timeliness or (:timeliness = 9 and punctuality in (1, 2)))
  and (finished_day, id) < (:before_day, :before_id)
order by finished_day desc, id desc limit :limit;

-- Accepted and not finished, due between two moments (urgency), of one authority or those under it, at a step of that
-- role (-1: any), in the hands of that office (0: any), first due first.
-- stmt: due_between  many
-- in: realm realm_id, unit unit_id, kind int, from int, to int, role int, office unit_id, after_urgency int, after_id dossier_id, limit int
-- out: $row_out
select $row
from dossier
where realm = :realm and urgency > 0 and urgency >= :from and urgency < :to
  and unit in $units
  and accepted_day > 0 and finished_at = 0 and (urgency, id) > (:after_urgency, :after_id) and (:office = 0 or holder = :office)
  and (:role < 0 or exists (select 1 from step s where s.version = dossier.procedure_version and s.seq = dossier.step and s.role = :role))
order by urgency, id limit :limit;

-- Accepted between two days and not finished before a third, newest first: what an authority had in hand.
-- stmt: standing_between  many
-- in: realm realm_id, unit unit_id, kind int, from int, to int, open_on int, before_day int, before_id dossier_id, limit int
-- out: $row_out, accepted_day int
select $row, accepted_day
from dossier
where realm = :realm and accepted_day > 0 and accepted_day between :from and :to and (finished_day = 0 or finished_day >= :open_on)
  and unit in $units
  and (accepted_day, id) < (:before_day, :before_id)
order by accepted_day desc, id desc limit :limit;

-- Events between two moments, a row for each, newest first. The member what is 1 for filings, 2 for refusals at
-- reception, 3 for ends without a result after acceptance, 4 for one action, 5 for money by one of two actions,
-- 6 for money with that flag.
-- stmt: acts_between  many
-- in: realm realm_id, unit unit_id, kind int, from instant, to instant, what int, action int, flag int, before_at instant, before_id dossier_id, limit int
-- out: $row_out, event_at instant
select $joined_row, e.at as event_at
from event e join dossier d on d.realm = e.realm and d.id = e.dossier
where e.realm = :realm and e.at >= :from and e.at < :to and (e.at, e.dossier) < (:before_at, :before_id)
  and ((:what = 1 and e.seq = 1) or (:what = 2 and e.to_state = 4 and e.from_state <> 4)
    or (:what = 3 and e.to_state in (4, 17, 18) and e.from_state not in (4, $settled, 17, 18) and d.accepted_day > 0)
    or (:what = 4 and e.action = :action)
    or (:what in (5, 6) and e.amount > 0 and e.action = :action and (:what = 5 or (e.flags & :flag) <> 0)))
  and d.unit in $units
order by e.at desc, e.dossier desc limit :limit;

-- How many of an office's open dossiers are in each state, for the chips over a list; a state may come in several
-- rows. SQLite would sort to group, at several times the cost of adding up here; from PostgreSQL every row travels.
-- stmt: open_counts_of_holder  many
-- in: realm realm_id, holder unit_id, now int, midnight int
-- out: state enum state, n int, overdue int, today int
select state, 1 as n, urgency < :now as overdue, urgency >= :now and urgency < :midnight as today from dossier where realm = :realm and holder = :holder and urgency > 0;
-- pg:
select state, count(*) as n, sum(case when urgency < :now then 1 else 0 end) as overdue, sum(case when urgency >= :now and urgency < :midnight then 1 else 0 end) as today
from dossier where realm = :realm and holder = :holder and urgency > 0 group by state;

-- The same for an authority.
-- stmt: open_counts_of_unit  many
-- in: realm realm_id, unit unit_id, now int, midnight int
-- out: state enum state, n int, overdue int, today int
select state, 1 as n, urgency < :now as overdue, urgency >= :now and urgency < :midnight as today from dossier where realm = :realm and unit = :unit and urgency > 0;
-- pg:
select state, count(*) as n, sum(case when urgency < :now then 1 else 0 end) as overdue, sum(case when urgency >= :now and urgency < :midnight then 1 else 0 end) as today
from dossier where realm = :realm and unit = :unit and urgency > 0 group by state;

-- Where it hurts: what is overdue in the authorities that a district watches, itself and its communes.
-- stmt: overdue_by_unit  many
-- in: realm realm_id, area unit_id, commune enum unit_kind, now int
-- out: unit unit_id, n int
select u.id as unit, (select count(*) from dossier d
    where d.realm = u.realm and d.unit = u.id and d.urgency > 0 and d.urgency < :now) as n
from unit u where u.realm = :realm and (u.id = :area or u.parent = :area and u.kind = :commune);

-- The newest :looked that have the words, newest first; a row without a dossier for each that neither an office
-- holds nor an authority received (office 0: every one is wanted).
-- SQLite reads its index of words newest first and stops. PostgreSQL's is in no order and gives all that match, so it
-- is asked last, and what comes before it ends the search in most cases. The thousand newest are looked through;
-- when what was found there says that walking on is cheaper than the index (with a share p of n rows about looked / p
-- rows are walked, and p * n come out of the index, each at ten times the cost), so are the fifty thousand newest.
-- Whole words are looked for by their mask (migration 20), which lies beside the key; only what passes is read.
-- Branches of a union all run one after the other, as far as the limit asks; the minus before rowid keeps the primary
-- key out of the last. The question is a subquery so that it is read once and not for every row.
-- stmt: search  many
-- in: realm realm_id, words text, before_id dossier_id, looked int, office unit_id, authority unit_id
-- out: found dossier_id, id dossier_id?, code text?, applicant_name text?, procedure procedure_id?, procedure_version version_id?
-- out: unit unit_id?, holder unit_id?, channel enum channel?, state enum state?, step int?, version int?, submitted_at instant?
-- out: accepted_at instant?, due local?, step_due local?, paused_at instant?, finished_at instant?, urgency int?, punctuality enum timeliness?
select newest.found as found, $joined_row
from (select rowid as found from dossier_search where dossier_search match :words and rowid < :before_id order by rowid desc limit :looked) as newest
  left join dossier d on d.realm = :realm and d.id = newest.found and (:office = 0 or d.holder = :office or d.unit = :authority);
-- pg:
with asked as materialized (
  select to_tsquery('simple', replace(replace(:words, '*', ':*'), ' ', ' & ')) as words,
    words_mask(to_tsvector('simple', regexp_replace(:words, '[^ ]+[*]', '', 'g'))) as mask),
near as materialized (
  select rowid as found from (select rowid, words from dossier_search where rowid < :before_id order by rowid desc limit 1000) as n
  where words @@ (select words from asked)),
often as materialized (
  select count(*) * count(*) * (select reltuples from pg_class where oid = cast('dossier_search' as regclass))
    * case when (select mask from asked) = 0 then 10 else 20 end > 1000000 * :looked as is_often from near)
select newest.found as found, $joined_row
from (select found from (
    select found from near
    union all
    select rowid from (select rowid, words from dossier_search where (select is_often from often) and (select mask from asked) = 0
      and rowid < :before_id order by rowid desc limit 49000 offset 1000) as n
    where words @@ (select words from asked)
    union all
    select rowid from (select rowid, mask from dossier_search where (select is_often from often) and (select mask from asked) <> 0
      and rowid < :before_id order by rowid desc limit 49000 offset 1000) as n
    where mask & (select mask from asked) = (select mask from asked)
      and (select s.words @@ (select words from asked) from dossier_search s where s.rowid = n.rowid)
    union all
    (select rowid from dossier_search where words @@ (select words from asked) and -rowid > (select -min(rowid)
      from (select rowid from dossier_search where rowid < :before_id
        order by rowid desc limit case when (select is_often from often) then 50000 else 1000 end) as n)
    order by -rowid)) as one_after_the_other
  limit :looked) as newest
  left join dossier d on d.realm = :realm and d.id = newest.found and (:office = 0 or d.holder = :office or d.unit = :authority)
order by newest.found desc;

-- stmt: search_insert  late
-- in: id dossier_id, words text
insert into dossier_search (rowid, words) values (:id, :words);
-- pg:
insert into dossier_search (rowid, words) values (:id, to_tsvector('simple', :words));

-- What people asked for lately: the newest filings, counted by procedure.
-- stmt: procedures_used  many
-- in: realm realm_id, newest int, limit int
-- out: procedure procedure_id, n int
select procedure, count(*) as n
from (select procedure from dossier where realm = :realm order by id desc limit :newest) as lately
group by procedure order by n desc, procedure limit :limit;

-- What one authority accepted lately, counted by procedure.
-- stmt: procedures_used_by_unit  many
-- in: realm realm_id, unit unit_id, newest int, limit int
-- out: procedure procedure_id, n int
select procedure, count(*) as n
from (select procedure from dossier where realm = :realm and unit = :unit and accepted_day > 0
      order by accepted_day desc, id desc limit :newest) as lately
group by procedure order by n desc, procedure limit :limit;
