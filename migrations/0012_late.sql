-- SPDX-License-Identifier: EUPL-1.2
-- Why dossiers were late: the few settled late are found by themselves, and the
-- steps of a procedure by the number that the runs of steps have.

create index dossier_late on dossier (realm, unit, finished_day, id, procedure)
  where punctuality = 3 and state in (13, 14, 15, 16);
create index step_of_version on step (version, seq);
