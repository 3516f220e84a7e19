-- SPDX-License-Identifier: EUPL-1.2
-- In which authorities of a district something is overdue, answered out of the index alone.

drop index dossier_area;
create index dossier_area on dossier (realm, area, urgency, id, unit) where urgency > 0;
