-- SPDX-License-Identifier: EUPL-1.2
-- The derived figures (domain/tally.h): added to with every event, read by every
-- report and dashboard, and added up again by verify. Periods are days (yyyymmdd),
-- months (yyyymm) and weeks (day number of their Monday) in one table.
-- include: domain/tally.h
-- include: domain/world_words.h

-- The figures of domain/tally.h: their names, as parameters, as columns of a row.
-- let: tally = submitted, refused, received, received_online, received_direct, received_post, settled, early,
-- let: tally = on_time, late, closed, supplements, extensions, returned, paid, paid_online
-- let: tally_in = :submitted, :refused, :received, :received_online, :received_direct, :received_post, :settled,
-- let: tally_in = :early, :on_time, :late, :closed, :supplements, :extensions, :returned, :paid, :paid_online
-- let: tally_int = submitted int, refused int, received int, received_online int, received_direct int,
-- let: tally_int = received_post int, settled int, early int, on_time int, late int, closed int, supplements int,
-- let: tally_int = extensions int, returned int, paid int, paid_online int
-- let: cohort = received, components_digitised, fully_digitised, settled, results_due, results_digitised
-- let: cohort_in = :received, :components_digitised, :fully_digitised, :settled, :results_due, :results_digitised
-- let: cohort_int = received int, components_digitised int, fully_digitised int, settled int, results_due int,
-- let: cohort_int = results_digitised int
-- What dashboards show of them.
-- let: shown = submitted, received, received_online, received_direct, received_post, settled, early, on_time, late,
-- let: shown = closed
-- One unit and those directly under it; and of all units (unit 0) or of such, those of one kind (-1: of any).
-- let: with_below = select cast(:unit as bigint) union all select id from unit where parent = :unit
-- let: units = (select id from unit where (id = :unit or parent = :unit or :unit = 0) and (:kind < 0 or kind = :kind))

-- stmt: tally_add  exec
-- in: realm realm_id, unit unit_id, day int, month int, week int
-- in: $tally_int
insert into tally values
  (:realm, :unit, :day, $tally_in),
  (:realm, :unit, :month, $tally_in),
  (:realm, :unit, :week, $tally_in)
on conflict (realm, unit, period) do update set
  submitted = tally.submitted + excluded.submitted, refused = tally.refused + excluded.refused, received = tally.received + excluded.received,
  received_online = tally.received_online + excluded.received_online, received_direct = tally.received_direct + excluded.received_direct, received_post = tally.received_post + excluded.received_post,
  settled = tally.settled + excluded.settled, early = tally.early + excluded.early, on_time = tally.on_time + excluded.on_time,
  late = tally.late + excluded.late, closed = tally.closed + excluded.closed, supplements = tally.supplements + excluded.supplements,
  extensions = tally.extensions + excluded.extensions, returned = tally.returned + excluded.returned, paid = tally.paid + excluded.paid,
  paid_online = tally.paid_online + excluded.paid_online;

-- stmt: cohort_add  exec
-- in: realm realm_id, unit unit_id, day int, month int, week int
-- in: $cohort_int
insert into cohort values
  (:realm, :unit, :day, $cohort_in),
  (:realm, :unit, :month, $cohort_in),
  (:realm, :unit, :week, $cohort_in)
on conflict (realm, unit, period) do update set
  received = cohort.received + excluded.received, components_digitised = cohort.components_digitised + excluded.components_digitised, fully_digitised = cohort.fully_digitised + excluded.fully_digitised,
  settled = cohort.settled + excluded.settled, results_due = cohort.results_due + excluded.results_due, results_digitised = cohort.results_digitised + excluded.results_digitised;

-- stmt: open_due_add  exec
-- in: realm realm_id, unit unit_id, day int, in_process int, unanswered int
insert into open_due values (:realm, :unit, :day, :in_process, :unanswered)
on conflict (realm, unit, day) do update set
  in_process = open_due.in_process + excluded.in_process, unanswered = open_due.unanswered + excluded.unanswered;

-- Sums over days, of all units of a kind (kind < 0: of every kind; unit > 0: of one).
-- stmt: tally_sum  one
-- in: realm realm_id, from int, to int, kind int, unit unit_id
-- out: $tally_int
select cast(coalesce(sum(submitted), 0) as bigint) as submitted, cast(coalesce(sum(refused), 0) as bigint) as refused, cast(coalesce(sum(received), 0) as bigint) as received, cast(coalesce(sum(received_online), 0) as bigint) as received_online, cast(coalesce(sum(received_direct), 0) as bigint) as received_direct, cast(coalesce(sum(received_post), 0) as bigint) as received_post, cast(coalesce(sum(settled), 0) as bigint) as settled, cast(coalesce(sum(early), 0) as bigint) as early, cast(coalesce(sum(on_time), 0) as bigint) as on_time, cast(coalesce(sum(late), 0) as bigint) as late, cast(coalesce(sum(closed), 0) as bigint) as closed, cast(coalesce(sum(supplements), 0) as bigint) as supplements, cast(coalesce(sum(extensions), 0) as bigint) as extensions, cast(coalesce(sum(returned), 0) as bigint) as returned, cast(coalesce(sum(paid), 0) as bigint) as paid, cast(coalesce(sum(paid_online), 0) as bigint) as paid_online
from tally
where realm = :realm and period between :from and :to
  and unit in $units;

-- stmt: cohort_sum  one
-- in: realm realm_id, from int, to int, kind int, unit unit_id
-- out: $cohort_int
select cast(coalesce(sum(received), 0) as bigint) as received, cast(coalesce(sum(components_digitised), 0) as bigint) as components_digitised, cast(coalesce(sum(fully_digitised), 0) as bigint) as fully_digitised, cast(coalesce(sum(settled), 0) as bigint) as settled, cast(coalesce(sum(results_due), 0) as bigint) as results_due, cast(coalesce(sum(results_digitised), 0) as bigint) as results_digitised
from cohort
where realm = :realm and period between :from and :to
  and unit in $units;

-- Month by month and week by week, of one unit and those directly under it, what dashboards show. PostgreSQL
-- plans for any unit, and would look at the units again for every period; as an array it looks once.
-- stmt: tally_periods  many
-- in: realm realm_id, unit unit_id, from int, to int, from_week int, to_week int
-- out: unit unit_id, period int, submitted int, received int, received_online int, received_direct int, received_post int, settled int, early int, on_time int, late int, closed int
select unit, period, $shown from tally
where realm = :realm and unit in ($with_below)
  and period between :from and :to
union all
select unit, period, $shown from tally
where realm = :realm and unit in ($with_below)
  and period between :from_week and :to_week;
-- pg:
select unit, period, $shown from tally
where realm = :realm and unit = any (array($with_below))
  and period between :from and :to
union all
select unit, period, $shown from tally
where realm = :realm and unit = any (array($with_below))
  and period between :from_week and :to_week;

-- stmt: cohort_periods  many
-- in: realm realm_id, unit unit_id, from int, to int, from_week int, to_week int
-- out: unit unit_id, period int, $cohort_int
select unit, period, $cohort from cohort
where realm = :realm and unit in ($with_below)
  and period between :from and :to
union all
select unit, period, $cohort from cohort
where realm = :realm and unit in ($with_below)
  and period between :from_week and :to_week;
-- pg:
select unit, period, $cohort from cohort
where realm = :realm and unit = any (array($with_below))
  and period between :from and :to
union all
select unit, period, $cohort from cohort
where realm = :realm and unit = any (array($with_below))
  and period between :from_week and :to_week;

-- What is open in one unit and those directly under it: due before :today, from then on, waiting for somebody else.
-- stmt: open_by_unit  many
-- in: realm realm_id, unit unit_id, today int
-- out: unit unit_id, overdue int, due int, waiting int
select u.id as unit,
  (select cast(coalesce(sum(in_process), 0) as bigint) from open_due where realm = :realm and unit = u.id and (in_process <> 0 or unanswered <> 0) and day between 1 and :today - 1) as overdue,
  (select cast(coalesce(sum(in_process), 0) as bigint) from open_due where realm = :realm and unit = u.id and (in_process <> 0 or unanswered <> 0) and day >= :today) as due,
  (select cast(coalesce(sum(in_process), 0) as bigint) from open_due where realm = :realm and unit = u.id and (in_process <> 0 or unanswered <> 0) and day = 0) as waiting
from (select cast(:unit as bigint) as id union all select id from unit where parent = :unit) u;

-- The same in one sum, of all units of a kind or of one with those directly under it.
-- stmt: open_sum  one
-- in: realm realm_id, unit unit_id, kind int, today int
-- out: overdue int, due int, waiting int
select cast(coalesce(sum(case when day > 0 and day < :today then in_process else 0 end), 0) as bigint) as overdue,
  cast(coalesce(sum(case when day >= :today then in_process else 0 end), 0) as bigint) as due,
  cast(coalesce(sum(case when day = 0 then in_process else 0 end), 0) as bigint) as waiting
from open_due
where realm = :realm and unit in $units
  and (in_process <> 0 or unanswered <> 0);

-- What is due in a span of days, of one unit and those directly under it.
-- stmt: due_by_day  many
-- in: realm realm_id, unit unit_id, from int, to int
-- out: day int, in_process int
select day, cast(sum(in_process) as bigint) as in_process from open_due
where realm = :realm and unit in ($with_below)
  and day between :from and :to and (in_process <> 0 or unanswered <> 0) group by day order by day;
-- pg:
select day, cast(sum(in_process) as bigint) as in_process from open_due
where realm = :realm and unit = any (array($with_below))
  and day between :from and :to and (in_process <> 0 or unanswered <> 0) group by day order by day;

-- The same in one sum, of all units of a kind or of one with those directly under it.
-- stmt: due_sum  one
-- in: realm realm_id, unit unit_id, kind int, from int, to int
-- out: in_process int
select cast(coalesce(sum(in_process), 0) as bigint) as in_process from open_due
where realm = :realm and unit in $units
  and day between :from and :to and (in_process <> 0 or unanswered <> 0);

-- Everything, for verify.
-- stmt: tally_all  many
-- in: realm realm_id
-- out: unit unit_id, period int, $tally_int
select unit, period, $tally from tally where realm = :realm order by unit, period;

-- stmt: cohort_all  many
-- in: realm realm_id
-- out: unit unit_id, period int, $cohort_int
select unit, period, $cohort from cohort where realm = :realm order by unit, period;

-- stmt: open_due_all  many
-- in: realm realm_id
-- out: unit unit_id, day int, in_process int, unanswered int
select unit, day, in_process, unanswered from open_due where realm = :realm order by unit, day;

-- Procedures in force on a day, by grade of online service.
-- stmt: catalogue_grades  many
-- in: realm realm_id, level enum level, day date
-- out: grade enum grade, n int
select v.grade as grade, count(*) as n
from procedure p join procedure_version v on v.procedure = p.id
where p.realm = :realm and p.level = :level and v.valid_from <= :day and (v.valid_to is null or v.valid_to >= :day)
group by v.grade order by v.grade;
