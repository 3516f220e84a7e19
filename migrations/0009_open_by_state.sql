-- SPDX-License-Identifier: EUPL-1.2
-- How much of what an office or an authority has open is in which state, answered out
-- of the index alone: every work list says so, and a desk keeps hundreds of results.

drop index dossier_holder;
drop index dossier_unit;
create index dossier_holder on dossier (realm, holder, urgency, id, state) where urgency > 0;
create index dossier_unit on dossier (realm, unit, urgency, id, state) where urgency > 0;
