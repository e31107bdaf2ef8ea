CREATE TABLE ticket_fact (
    ticket_id uuid NOT NULL,
    closed_on date NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    ended_as character varying(40) NOT NULL,
    department text NOT NULL,
    department_kind text NOT NULL,
    category_code text,
    type character varying(40),
    channel character varying(40) NOT NULL,
    dispatches integer NOT NULL,
    wrong_dispatches integer NOT NULL,
    signed_in_time boolean,
    contact_in_time boolean,
    on_time_original boolean,
    on_time_extended boolean,
    promise_kept boolean,
    returned boolean NOT NULL,
    extended boolean NOT NULL,
    reworks integer NOT NULL,
    resolution character varying(40),
    satisfaction character varying(40),
    asked character varying(40) NOT NULL,
    repeat boolean,
    came_again boolean,
    publishable boolean NOT NULL,
    published boolean NOT NULL,
    citizen_minutes bigint NOT NULL,
    excluded boolean NOT NULL,
    exclusion_reason text,
    CONSTRAINT "pk_ticket_fact" PRIMARY KEY (ticket_id)
);

CREATE INDEX ix_ticket_fact_department ON ticket_fact (department, closed_on, ticket_id);

CREATE INDEX ix_ticket_fact_closed ON ticket_fact (closed_on, ticket_id);

CREATE TABLE appraisal_total (
    span character varying(40) NOT NULL,
    day date NOT NULL,
    department text NOT NULL,
    metric text NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    left_out bigint NOT NULL,
    CONSTRAINT "pk_appraisal_total" PRIMARY KEY (span, day, department, metric)
);

CREATE TABLE appraisal_exclusion (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    department text NOT NULL,
    state character varying(40) NOT NULL,
    reason text NOT NULL,
    asked_by_name text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decision text,
    decided_by_name text,
    decided_at timestamp with time zone,
    appeal_reason text,
    appealed_by_name text,
    appealed_at timestamp with time zone,
    final_decision text,
    final_by_name text,
    final_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT "pk_appraisal_exclusion" PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_appraisal_exclusion_ticket ON appraisal_exclusion (ticket_id);

CREATE INDEX ix_appraisal_exclusion_state ON appraisal_exclusion (state, id);
