-- SPDX-License-Identifier: EUPL-1.2
-- Dashboards read twelve months and what is due from now on. Days and months
-- share a table, and what was due long ago stays with a sum of nothing: both
-- grow for ever. The first three find the few rows that a page wants. The last is
-- all that "usual procedures" reads of the newest filings.

create index tally_month on tally (realm, unit, period) where period % 100 = 0;
create index cohort_month on cohort (realm, unit, period) where period % 100 = 0;
create index open_due_live on open_due (realm, unit, day) where in_process <> 0 or unanswered <> 0;
create index dossier_newest on dossier (realm, id, procedure);
