-- SPDX-License-Identifier: EUPL-1.2
-- Lists of what has come to an end, by the state it ended in; what is open has
-- its own indexes by urgency. Written once, when a dossier ends.

create index dossier_ended on dossier (realm, state, id) where urgency = 0;
