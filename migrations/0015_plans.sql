-- 支援プラン: three kinds, linked by their case. A plan is seen as a record is, by the same columns (decisions/0015).

CREATE TABLE support_plans (
    id TEXT NOT NULL PRIMARY KEY,
    -- Random with a check character: whoever decides for the municipality calls it by this, and by no name.
    code TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    -- Whose plan it is; nobody's by name where it is the household's.
    person_id TEXT REFERENCES people (id),
    categories BIGINT NOT NULL,
    channel TEXT NOT NULL,
    sealed BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    -- 1: 初回, 2 and above: 再プラン.
    number BIGINT NOT NULL,
    previous_id TEXT REFERENCES support_plans (id),
    status TEXT NOT NULL,
    -- What let participation support begin.
    gate TEXT NOT NULL,
    -- When support began; before the plan, it is 後追い.
    began_on TEXT,
    period_from TEXT,
    period_to TEXT,
    -- In the person's own words.
    wish TEXT NOT NULL,
    aim TEXT NOT NULL,
    agreement TEXT NOT NULL,
    agreed_on TEXT,
    agreed_by TEXT NOT NULL,
    agreement_words TEXT NOT NULL,
    -- The conference that found it appropriate: an item, or a meeting outside the system.
    item_id TEXT REFERENCES conference_items (id),
    meeting TEXT NOT NULL,
    met_on TEXT,
    decided_by TEXT REFERENCES staff (id),
    decided_at BIGINT,
    decision_number TEXT NOT NULL,
    decision_note TEXT NOT NULL,
    active_from TEXT,
    review_on TEXT,
    outcome TEXT,
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    ended_on TEXT,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX support_plans_code ON support_plans (code);
CREATE INDEX support_plans_case ON support_plans (case_id, kind, number);
CREATE INDEX support_plans_waiting ON support_plans (status, recorded_at);
CREATE INDEX support_plans_review ON support_plans (agency_id, review_on) WHERE review_on IS NOT NULL;

CREATE TABLE plan_goals (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES support_plans (id),
    position BIGINT NOT NULL,
    -- In whose words; the household's where nobody is named.
    whose TEXT NOT NULL,
    words TEXT NOT NULL,
    goal TEXT NOT NULL,
    due_on TEXT
);
CREATE INDEX plan_goals_plan ON plan_goals (plan_id, position);

CREATE TABLE plan_lines (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES support_plans (id),
    position BIGINT NOT NULL,
    issue TEXT NOT NULL,
    what TEXT NOT NULL,
    -- The agency, and who there.
    agency TEXT NOT NULL,
    person TEXT NOT NULL,
    -- What the person does.
    own_part TEXT NOT NULL,
    frequency TEXT NOT NULL,
    due_on TEXT
);
CREATE INDEX plan_lines_plan ON plan_lines (plan_id, position);

-- モニタリング.
CREATE TABLE plan_reviews (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES support_plans (id),
    reviewed_on TEXT NOT NULL,
    findings TEXT NOT NULL,
    next_on TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX plan_reviews_plan ON plan_reviews (plan_id, reviewed_on);

-- 評価.
CREATE TABLE plan_evaluations (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES support_plans (id),
    evaluated_on TEXT NOT NULL,
    reached TEXT NOT NULL,
    -- Keys of what has changed, separated by spaces.
    changes TEXT NOT NULL,
    remaining TEXT NOT NULL,
    own_judgement TEXT NOT NULL,
    outcome TEXT NOT NULL,
    afterwards TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX plan_evaluations_plan ON plan_evaluations (plan_id);
