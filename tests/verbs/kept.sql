-- SPDX-License-Identifier: EUPL-1.2
-- What a verb leaves behind, counted: the tests compare it before and after.
-- include: domain/op.h

-- stmt: kept  one
-- in: realm realm_id
-- out: dossiers int, versions int, events int, papers int, files int, steps int, serials int, onces int, messages int, audits int, sessions int
select (select count(*) from dossier where realm = :realm) as dossiers,
  cast((select coalesce(sum(version), 0) from dossier where realm = :realm) as bigint) as versions,
  (select count(*) from event where realm = :realm) as events,
  (select count(*) from dossier_component where realm = :realm and file <> 0) as papers,
  (select count(*) from file where realm = :realm) as files,
  (select count(*) from step_run where realm = :realm) as steps,
  cast((select coalesce(sum(serial), 0) from code_serial where realm = :realm) as bigint) as serials,
  (select count(*) from once where realm = :realm) as onces,
  (select count(*) from outbox where realm = :realm) as messages,
  (select count(*) from audit where realm = :realm) as audits,
  (select count(*) from session where realm = :realm) as sessions;
