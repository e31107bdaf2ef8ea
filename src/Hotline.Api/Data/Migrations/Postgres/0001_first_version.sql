-- The whole schema of the first version. Ids are UUID version 7 (time ordered), enums are names.

CREATE TABLE access_log (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    user_name text NOT NULL,
    ticket_id uuid NOT NULL,
    ticket_number text NOT NULL,
    what text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT "pk_access_log" PRIMARY KEY (id)
);

CREATE TABLE attachment (
    id uuid NOT NULL,
    ticket_id uuid,
    kind character varying(40) NOT NULL,
    state character varying(40) NOT NULL,
    file_name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text,
    remote_url text,
    error text,
    attempts integer NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by text NOT NULL,
    CONSTRAINT "pk_attachment" PRIMARY KEY (id)
);

CREATE TABLE draft (
    id uuid NOT NULL,
    user_name text NOT NULL,
    ticket_id uuid NOT NULL,
    field text NOT NULL,
    text text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_draft" PRIMARY KEY (id)
);

CREATE TABLE event_log (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    topic text NOT NULL,
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    version integer NOT NULL,
    audience text NOT NULL,
    CONSTRAINT "pk_event_log" PRIMARY KEY (seq)
);

CREATE TABLE idempotency_key (
    key text NOT NULL,
    user_name text NOT NULL,
    request text NOT NULL,
    ticket_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_idempotency_key" PRIMARY KEY (user_name, key)
);

CREATE TABLE incoming_message (
    id uuid NOT NULL,
    channel character varying(40) NOT NULL,
    channel_account text NOT NULL,
    provider_id text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    payload bytea NOT NULL,
    state character varying(40) NOT NULL,
    ticket_id uuid,
    ticket_number text,
    error text,
    attempts integer NOT NULL,
    resolution text,
    resolved_by text,
    version integer NOT NULL,
    CONSTRAINT "pk_incoming_message" PRIMARY KEY (id)
);

CREATE TABLE outgoing_notice (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    channel character varying(40) NOT NULL,
    recipient bytea NOT NULL,
    text text NOT NULL,
    state character varying(40) NOT NULL,
    reason text,
    provider_id text,
    attempts integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT "pk_outgoing_notice" PRIMARY KEY (id)
);

CREATE TABLE publication (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    state character varying(40) NOT NULL,
    title text NOT NULL,
    question text NOT NULL,
    answer text NOT NULL,
    proposed_by text NOT NULL,
    proposed_by_name text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    confirmed_by_name text,
    published_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT "pk_publication" PRIMARY KEY (id)
);

CREATE TABLE resident (
    id uuid NOT NULL,
    name bytea,
    phone bytea,
    email bytea,
    address bytea,
    contact_index text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_resident" PRIMARY KEY (id)
);

CREATE TABLE setting (
    key text NOT NULL,
    value text NOT NULL,
    CONSTRAINT "pk_setting" PRIMARY KEY (key)
);

CREATE TABLE staff (
    id uuid NOT NULL,
    display_name text NOT NULL,
    staff_number text NOT NULL,
    roles text NOT NULL,
    department_code text,
    user_name character varying(256),
    normalized_user_name character varying(256),
    email character varying(256),
    normalized_email character varying(256),
    email_confirmed boolean NOT NULL,
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    phone_number text,
    phone_number_confirmed boolean NOT NULL,
    two_factor_enabled boolean NOT NULL,
    lockout_end timestamp with time zone,
    lockout_enabled boolean NOT NULL,
    access_failed_count integer NOT NULL,
    CONSTRAINT "pk_staff" PRIMARY KEY (id)
);

CREATE TABLE ticket (
    id uuid NOT NULL,
    number character varying(24) NOT NULL,
    channel character varying(40) NOT NULL,
    state character varying(40) NOT NULL,
    type character varying(40),
    urgency character varying(40) NOT NULL,
    priority integer NOT NULL,
    dangers text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    language text NOT NULL,
    place text,
    district_code text,
    category_code text,
    lead_department text,
    resident_id uuid,
    anonymous boolean NOT NULL,
    confidential boolean NOT NULL,
    round integer NOT NULL,
    master_id uuid,
    received_at timestamp with time zone NOT NULL,
    suggested_at timestamp with time zone,
    accepted_at timestamp with time zone,
    accepted_by text,
    dispatched_at timestamp with time zone,
    closed_at timestamp with time zone,
    urged_at timestamp with time zone,
    suggested_category text,
    suggested_department text,
    suggested_probability double precision,
    first_contact_outcome character varying(40),
    first_contact_at timestamp with time zone,
    first_contact_by text,
    first_contact_note text,
    resident_due_at timestamp with time zone,
    department_due_at timestamp with time zone,
    last_actor_name text NOT NULL,
    history_count integer NOT NULL,
    version integer NOT NULL,
    CONSTRAINT "pk_ticket" PRIMARY KEY (id)
);

CREATE TABLE ticket_history (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    sequence integer NOT NULL,
    at timestamp with time zone NOT NULL,
    action text NOT NULL,
    "from" character varying(40),
    "to" character varying(40),
    actor text NOT NULL,
    actor_name text NOT NULL,
    department text,
    note text,
    CONSTRAINT "pk_ticket_history" PRIMARY KEY (id)
);

CREATE TABLE ticket_suggestion (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    rank integer NOT NULL,
    category_code text NOT NULL,
    department_code text NOT NULL,
    probability double precision NOT NULL,
    reason text NOT NULL,
    evidence text NOT NULL,
    CONSTRAINT "pk_ticket_suggestion" PRIMARY KEY (id)
);

CREATE TABLE ticket_supplement (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_ticket_supplement" PRIMARY KEY (id)
);

CREATE TABLE staff_claim (
    id integer GENERATED BY DEFAULT AS IDENTITY,
    user_id uuid NOT NULL,
    claim_type text,
    claim_value text,
    CONSTRAINT "pk_staff_claim" PRIMARY KEY (id),
    CONSTRAINT "fk_staff_claim_staff_user_id" FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE staff_login (
    login_provider text NOT NULL,
    provider_key text NOT NULL,
    provider_display_name text,
    user_id uuid NOT NULL,
    CONSTRAINT "pk_staff_login" PRIMARY KEY (login_provider, provider_key),
    CONSTRAINT "fk_staff_login_staff_user_id" FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE staff_token (
    user_id uuid NOT NULL,
    login_provider text NOT NULL,
    name text NOT NULL,
    value text,
    CONSTRAINT "pk_staff_token" PRIMARY KEY (user_id, login_provider, name),
    CONSTRAINT "fk_staff_token_staff_user_id" FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE ticket_deadline (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    clock character varying(40) NOT NULL,
    step character varying(40) NOT NULL,
    round integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    warn_at timestamp with time zone NOT NULL,
    met_at timestamp with time zone,
    dropped boolean NOT NULL,
    calendar_version text NOT NULL,
    policy_version text NOT NULL,
    calendar_missing boolean NOT NULL,
    explanation_zh text NOT NULL,
    explanation_en text NOT NULL,
    CONSTRAINT "pk_ticket_deadline" PRIMARY KEY (id),
    CONSTRAINT "fk_ticket_deadline_ticket_ticket_id" FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
);

CREATE TABLE ticket_rating (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    round integer NOT NULL,
    solved boolean NOT NULL,
    satisfaction character varying(40) NOT NULL,
    comment text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_ticket_rating" PRIMARY KEY (id),
    CONSTRAINT "fk_ticket_rating_ticket_ticket_id" FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
);

CREATE TABLE ticket_reply (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    round integer NOT NULL,
    public_text text NOT NULL,
    inner_note text,
    result character varying(40) NOT NULL,
    legal_basis text,
    department text,
    replied_by text NOT NULL,
    replied_at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_ticket_reply" PRIMARY KEY (id),
    CONSTRAINT "fk_ticket_reply_ticket_ticket_id" FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
);

CREATE INDEX ix_access_log_ticket ON access_log (ticket_id);

CREATE INDEX ix_attachment_fetching ON attachment (id) WHERE state = 'Fetching';

CREATE INDEX ix_attachment_ticket ON attachment (ticket_id);

CREATE UNIQUE INDEX ix_draft_owner ON draft (user_name, ticket_id, field);

CREATE UNIQUE INDEX ix_incoming_message_provider ON incoming_message (channel_account, provider_id);

CREATE INDEX ix_incoming_message_quarantined ON incoming_message (id) WHERE state = 'Quarantined';

CREATE INDEX ix_outgoing_notice_state ON outgoing_notice (state, next_attempt_at);

CREATE INDEX ix_outgoing_notice_ticket ON outgoing_notice (ticket_id);

CREATE INDEX ix_publication_state ON publication (state, published_at, id);

CREATE UNIQUE INDEX ix_publication_ticket ON publication (ticket_id);

CREATE UNIQUE INDEX ix_resident_contact ON resident (contact_index);

CREATE INDEX ix_staff_email ON staff (normalized_email);

CREATE UNIQUE INDEX ix_staff_user_name ON staff (normalized_user_name);

CREATE INDEX ix_staff_claim_user ON staff_claim (user_id);

CREATE INDEX ix_staff_login_user ON staff_login (user_id);

CREATE INDEX ix_ticket_department_due ON ticket (department_due_at) WHERE department_due_at IS NOT NULL;

CREATE INDEX ix_ticket_department_state_received ON ticket (lead_department, state, received_at, id);

CREATE INDEX ix_ticket_master ON ticket (master_id);

CREATE UNIQUE INDEX ix_ticket_number ON ticket (number);

CREATE INDEX ix_ticket_queue ON ticket (state, priority, received_at, id);

CREATE INDEX ix_ticket_received ON ticket (received_at, id);

CREATE INDEX ix_ticket_resident ON ticket (resident_id);

CREATE INDEX ix_ticket_resident_due ON ticket (resident_due_at) WHERE resident_due_at IS NOT NULL;

CREATE INDEX ix_ticket_state_received ON ticket (state, received_at, id);

CREATE INDEX ix_ticket_unsuggested ON ticket (id) WHERE suggested_at IS NULL;

CREATE INDEX ix_ticket_deadline_ticket ON ticket_deadline (ticket_id);

CREATE UNIQUE INDEX ix_ticket_history_ticket ON ticket_history (ticket_id, sequence);

CREATE UNIQUE INDEX ix_ticket_rating_ticket ON ticket_rating (ticket_id, round);

CREATE INDEX ix_ticket_reply_ticket ON ticket_reply (ticket_id);

CREATE UNIQUE INDEX ix_ticket_suggestion_ticket ON ticket_suggestion (ticket_id, rank);

CREATE INDEX ix_ticket_supplement_ticket ON ticket_supplement (ticket_id);

-- The end of the gap-free event log; one row, locked by whoever appends.
CREATE TABLE event_counter (id integer NOT NULL PRIMARY KEY CHECK (id = 1), last bigint NOT NULL);
INSERT INTO event_counter (id, last) VALUES (1, 0);

-- The last ticket number of a day and channel.
CREATE TABLE ticket_counter (day text NOT NULL, channel integer NOT NULL, last integer NOT NULL, PRIMARY KEY (day, channel));

-- Full text: tokens are made by the program (pairs of Chinese characters, Latin words).
CREATE TABLE ticket_search (id uuid NOT NULL PRIMARY KEY, tokens tsvector NOT NULL);
CREATE INDEX ix_ticket_search ON ticket_search USING gin (tokens);
CREATE TABLE publication_search (id uuid NOT NULL PRIMARY KEY, tokens tsvector NOT NULL);
CREATE INDEX ix_publication_search ON publication_search USING gin (tokens);
