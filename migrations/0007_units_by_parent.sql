-- SPDX-License-Identifier: EUPL-1.2
-- Dashboards ask for the units directly under one.
create index unit_parent on unit (parent);
