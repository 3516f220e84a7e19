-- SPDX-License-Identifier: EUPL-1.2
-- What is open by the day it is due, answered out of the index alone: a large
-- district has thousands of such days, and every dashboard adds them up.

drop index open_due_live;
create index open_due_live on open_due (realm, unit, day, in_process, unanswered)
  where in_process <> 0 or unanswered <> 0;
