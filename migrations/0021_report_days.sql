-- 報告の期限 (EDO-19): by when an item that is over is reported, by the rule of the municipality as it was then. No duty, no day; and no
-- day where the rule says none.
ALTER TABLE conference_items ADD COLUMN report_due_on TEXT;
-- Whether the report of its sitting does as well: where the rule asks for one for each conference.
ALTER TABLE conference_items ADD COLUMN report_with_sitting BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX conference_items_report ON conference_items (report_due_on) WHERE report_due_on IS NOT NULL;
