-- The case: a household, a team, a timeline.

CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    -- Random with a check character; order and gaps reveal nothing.
    code TEXT NOT NULL,
    household_id TEXT REFERENCES households (id),
    -- The person in the middle; none while only a nickname or an address is known.
    person_id TEXT REFERENCES people (id),
    nickname TEXT NOT NULL,
    status TEXT NOT NULL,
    lead_agency_id TEXT NOT NULL REFERENCES agencies (id),
    lead_staff_id TEXT REFERENCES staff (id),
    consultation_id TEXT REFERENCES consultations (id),
    wish TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    -- Support often begins before any plan, and before the case was written down.
    support_began_on TEXT,
    last_contact_on TEXT,
    -- The earliest open task, kept here so that work lists need not look for it.
    next_due_on TEXT,
    closed_on TEXT,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_code ON cases (code);
CREATE INDEX cases_person ON cases (person_id);
CREATE INDEX cases_household ON cases (household_id);

-- Everybody whom the case is about.
CREATE TABLE case_people (
    case_id TEXT NOT NULL REFERENCES cases (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, person_id)
); -- by key
CREATE INDEX case_people_person ON case_people (person_id);

-- The support team. A row that is open is the 所管 basis of its agency.
CREATE TABLE case_team (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT REFERENCES staff (id),
    role_text TEXT NOT NULL,
    is_lead BOOLEAN NOT NULL,
    -- Why this agency may take part, and who decided so.
    ground TEXT NOT NULL,
    ground_note TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    joined_by TEXT NOT NULL REFERENCES staff (id),
    left_at BIGINT,
    left_reason TEXT NOT NULL,
    -- Where the case stands in the work list of this agency: its next due day, the last of all days without one, and
    -- nothing when it is closed. Kept here so that a work list is read in its order, however many cases there are.
    due_on TEXT
);
-- With `left_at`, so that SQLite answers from the index alone: the door asks this on every page.
CREATE INDEX case_team_agency ON case_team (agency_id, case_id, left_at) WHERE left_at IS NULL;
CREATE INDEX case_team_due ON case_team (agency_id, due_on, case_id, left_at) WHERE left_at IS NULL AND due_on IS NOT NULL;
CREATE INDEX case_team_case ON case_team (case_id);

CREATE TABLE case_issues (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    -- None: the issue of the household.
    person_id TEXT REFERENCES people (id),
    issue_type TEXT NOT NULL,
    found_by TEXT NOT NULL REFERENCES agencies (id),
    found_on TEXT NOT NULL,
    resolved_on TEXT
);
CREATE INDEX case_issues_case ON case_issues (case_id);

-- Phases may be skipped, repeated and entered late: each entry is a row.
CREATE TABLE case_phases (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    phase TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX case_phases_case ON case_phases (case_id);

-- 支援経過記録: when, how, with whom, what, next.
CREATE TABLE case_records (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    happened_at BIGINT NOT NULL,
    happened_on TEXT NOT NULL,
    method TEXT NOT NULL,
    counterpart TEXT NOT NULL,
    counterpart_name TEXT NOT NULL,
    text TEXT NOT NULL,
    next_step TEXT NOT NULL,
    minutes BIGINT,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    -- Corrections so far; the superseded texts are kept.
    corrections BIGINT NOT NULL,
    -- Set when it was written into the wrong case; the row stays and says so.
    withdrawn_at BIGINT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX case_records_case ON case_records (case_id, happened_at, id);

CREATE TABLE tasks (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    title TEXT NOT NULL,
    due_on TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT REFERENCES staff (id),
    record_id TEXT REFERENCES case_records (id),
    created_by TEXT NOT NULL REFERENCES staff (id),
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by TEXT REFERENCES staff (id)
);
CREATE INDEX tasks_case ON tasks (case_id);
CREATE INDEX tasks_open ON tasks (agency_id, due_on) WHERE done_at IS NULL;

-- Closure as a noun: a case may be closed and reopened several times.
CREATE TABLE closures (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    closed_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    reopened_on TEXT,
    reopened_by TEXT REFERENCES staff (id),
    reopen_reason TEXT NOT NULL
);
CREATE INDEX closures_case ON closures (case_id);

-- つなぎ: a closed loop between two agencies, or between an agency and someone outside the system.
CREATE TABLE handovers (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    case_id TEXT REFERENCES cases (id),
    consultation_id TEXT REFERENCES consultations (id),
    from_agency_id TEXT NOT NULL REFERENCES agencies (id),
    from_staff_id TEXT NOT NULL REFERENCES staff (id),
    -- Either an agency of the system …
    to_agency_id TEXT REFERENCES agencies (id),
    -- … or somebody outside, reached on paper or by telephone.
    to_outside TEXT NOT NULL,
    outside_by TEXT NOT NULL,
    issue_type TEXT NOT NULL,
    request TEXT NOT NULL,
    urgency TEXT NOT NULL,
    method TEXT NOT NULL,
    ground TEXT NOT NULL,
    ground_note TEXT NOT NULL,
    -- What travels, frozen at the moment of sending (JSON). Nothing else is shown to the receiver.
    packet TEXT NOT NULL,
    reply_due_on TEXT NOT NULL,
    status TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    received_at BIGINT,
    answered_at BIGINT,
    answer_reason TEXT NOT NULL,
    -- No hand-off without a named next owner.
    next_owner TEXT NOT NULL,
    first_step TEXT NOT NULL,
    first_step_on TEXT,
    result TEXT NOT NULL,
    result_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX handovers_code ON handovers (code);
CREATE INDEX handovers_from ON handovers (from_agency_id, status);
CREATE INDEX handovers_to ON handovers (to_agency_id, status);
CREATE INDEX handovers_case ON handovers (case_id);
