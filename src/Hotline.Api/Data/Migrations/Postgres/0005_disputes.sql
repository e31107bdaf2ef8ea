-- Returns, extensions, waiting for the resident, long-term listings, precedents and the register of gaps.
ALTER TABLE ticket ADD COLUMN pending_return_id uuid;
ALTER TABLE ticket ADD COLUMN pending_extension_id uuid;
ALTER TABLE ticket ADD COLUMN pending_long_term_id uuid;
ALTER TABLE ticket ADD COLUMN return_until timestamp with time zone;
ALTER TABLE ticket ADD COLUMN return_count integer NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN in_coordination boolean NOT NULL DEFAULT false;
ALTER TABLE ticket ADD COLUMN return_forbidden boolean NOT NULL DEFAULT false;
ALTER TABLE ticket ADD COLUMN asked_in character varying(40);
ALTER TABLE ticket ADD COLUMN waits_until timestamp with time zone;
ALTER TABLE ticket ADD COLUMN progress_due_at timestamp with time zone;

-- What moved a deadline, so that it can be computed again.
ALTER TABLE ticket_deadline ADD COLUMN original_due_at timestamp with time zone;
ALTER TABLE ticket_deadline ADD COLUMN paused_at timestamp with time zone;
ALTER TABLE ticket_deadline ADD COLUMN term text;
ALTER TABLE ticket_deadline ADD COLUMN pauses text;
ALTER TABLE ticket_deadline ADD COLUMN extensions text;

CREATE TABLE return_request (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    department text NOT NULL,
    clause text NOT NULL,
    suggested_department text,
    reason text NOT NULL,
    attachments text,
    requested_by text NOT NULL,
    requested_by_name text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    decision character varying(40),
    decided_department text,
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    note text,
    CONSTRAINT "pk_return_request" PRIMARY KEY (id)
);

CREATE TABLE extension_request (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    department text NOT NULL,
    working_days integer NOT NULL,
    reason text NOT NULL,
    legal_basis text NOT NULL,
    requested_by text NOT NULL,
    requested_by_name text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    decision character varying(40),
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    note text,
    due_before timestamp with time zone,
    due_after timestamp with time zone,
    CONSTRAINT "pk_extension_request" PRIMARY KEY (id)
);

CREATE TABLE resident_question (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    question text NOT NULL,
    asked_by_name text NOT NULL,
    department text,
    asked_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT "pk_resident_question" PRIMARY KEY (id)
);

CREATE TABLE long_term_listing (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    department text NOT NULL,
    reason text NOT NULL,
    milestones text NOT NULL,
    until timestamp with time zone NOT NULL,
    requested_by text NOT NULL,
    requested_by_name text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    decision character varying(40),
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    note text,
    CONSTRAINT "pk_long_term_listing" PRIMARY KEY (id)
);

CREATE TABLE progress_note (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    text text NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_progress_note" PRIMARY KEY (id)
);

CREATE TABLE precedent (
    id uuid NOT NULL,
    category_code text NOT NULL,
    district_code text,
    department text NOT NULL,
    clause text NOT NULL,
    origin character varying(40) NOT NULL,
    ticket_id uuid,
    ticket_number text,
    decided_by text NOT NULL,
    decided_by_name text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by_name text,
    withdraw_reason text,
    CONSTRAINT "pk_precedent" PRIMARY KEY (id)
);

CREATE TABLE gap (
    id uuid NOT NULL,
    category_code text NOT NULL,
    district_code text NOT NULL,
    state character varying(40) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by_name text NOT NULL,
    note text NOT NULL,
    department text,
    basis text,
    resolved_by_name text,
    resolved_at timestamp with time zone,
    CONSTRAINT "pk_gap" PRIMARY KEY (id)
);

CREATE TABLE gap_ticket (
    gap_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    note text NOT NULL,
    marked_by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_gap_ticket" PRIMARY KEY (gap_id, ticket_id)
);

CREATE INDEX ix_ticket_waits_until ON ticket (waits_until) WHERE waits_until IS NOT NULL;
CREATE INDEX ix_ticket_pending_return ON ticket (pending_return_id) WHERE pending_return_id IS NOT NULL;
CREATE INDEX ix_ticket_pending_extension ON ticket (pending_extension_id) WHERE pending_extension_id IS NOT NULL;
CREATE INDEX ix_ticket_pending_long_term ON ticket (pending_long_term_id) WHERE pending_long_term_id IS NOT NULL;
CREATE INDEX ix_ticket_in_coordination ON ticket (id) WHERE in_coordination;
CREATE INDEX ix_return_request_ticket ON return_request (ticket_id);
CREATE INDEX ix_extension_request_ticket ON extension_request (ticket_id);
CREATE INDEX ix_resident_question_ticket ON resident_question (ticket_id);
CREATE INDEX ix_long_term_listing_ticket ON long_term_listing (ticket_id);
CREATE INDEX ix_progress_note_ticket ON progress_note (ticket_id);
CREATE INDEX ix_precedent_changed_at ON precedent (changed_at);
CREATE UNIQUE INDEX ix_gap_open ON gap (category_code, district_code) WHERE state = 'Open';
