-- アセスメント: each agency's own, never overwritten. What is asked for is data with a version; old answers keep theirs.

CREATE TABLE form_versions (
    id TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- Of the definition: the same items, the same row.
    digest TEXT NOT NULL,
    -- The definition as it was, as JSON.
    body TEXT NOT NULL,
    installed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX form_versions_digest ON form_versions (form, digest);

-- What the municipality asks for besides: added to the sheets of the product, none of which is taken away.
CREATE TABLE form_items (
    form TEXT NOT NULL,
    position BIGINT NOT NULL,
    sheet TEXT NOT NULL,
    -- The item, as JSON.
    body TEXT NOT NULL,
    PRIMARY KEY (form, position)
); -- by key

CREATE TABLE assessments (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    -- About whom; what it says of the household is said of nobody by name.
    person_id TEXT NOT NULL REFERENCES people (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    form_version_id TEXT NOT NULL REFERENCES form_versions (id),
    assessed_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX assessments_case ON assessments (case_id, person_id, agency_id, assessed_on);

-- One statement: who sees it is decided as for a record, by the same columns.
CREATE TABLE assessment_answers (
    id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    person_id TEXT REFERENCES people (id),
    categories BIGINT NOT NULL,
    channel TEXT NOT NULL,
    sealed BOOLEAN NOT NULL,
    item TEXT NOT NULL,
    -- The words, a number, or keys of the form's choices separated by spaces.
    value TEXT NOT NULL,
    -- Whose word it is.
    source TEXT NOT NULL
);
CREATE UNIQUE INDEX assessment_answers_item ON assessment_answers (assessment_id, item);
CREATE INDEX assessment_answers_case ON assessment_answers (case_id);

-- 共通の方針: said by all together, with its sources.
CREATE TABLE joint_policies (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    person_id TEXT REFERENCES people (id),
    categories BIGINT NOT NULL,
    channel TEXT NOT NULL,
    sealed BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX joint_policies_case ON joint_policies (case_id, recorded_at);

CREATE TABLE joint_policy_sources (
    policy_id TEXT NOT NULL REFERENCES joint_policies (id),
    answer_id TEXT NOT NULL REFERENCES assessment_answers (id),
    PRIMARY KEY (policy_id, answer_id)
); -- by key
CREATE INDEX joint_policy_sources_answer ON joint_policy_sources (answer_id);
