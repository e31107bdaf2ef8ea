-- Calls that our own telephony carries: where the caller stands in the flow, whose telephones ring, what is still to be done.
CREATE TABLE phone_call (
    id uuid NOT NULL,
    carrier text NOT NULL,
    caller_sid text,
    flow_code text NOT NULL,
    state bytea NOT NULL,
    step integer NOT NULL,
    answer bytea,
    whisper bytea,
    talk_sid text,
    waits_since timestamp with time zone,
    rating integer,
    calls_back uuid,
    call_back character varying(40) NOT NULL,
    call_back_tries integer NOT NULL,
    call_back_at timestamp with time zone,
    rank integer NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT "pk_phone_call" PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_phone_call_sid ON phone_call (caller_sid);

CREATE INDEX ix_phone_call_open ON phone_call (heard_at) WHERE ended_at IS NULL;

CREATE INDEX ix_phone_call_back ON phone_call (call_back_at) WHERE call_back = 'Waiting';

CREATE TABLE phone_leg (
    id uuid NOT NULL,
    call_id uuid NOT NULL,
    role character varying(40) NOT NULL,
    account_id uuid,
    number bytea,
    sid text,
    state character varying(40) NOT NULL,
    rank integer NOT NULL,
    replaces boolean NOT NULL,
    mode text,
    intended_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT "pk_phone_leg" PRIMARY KEY (id)
);

CREATE INDEX ix_phone_leg_call ON phone_leg (call_id);

CREATE TABLE phone_task (
    id uuid NOT NULL,
    call_id uuid NOT NULL,
    leg_id uuid,
    kind character varying(40) NOT NULL,
    state character varying(40) NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reason text,
    CONSTRAINT "pk_phone_task" PRIMARY KEY (id)
);

CREATE INDEX ix_phone_task_due ON phone_task (next_attempt_at) WHERE state = 'Pending';

CREATE TABLE phone_recording (
    sid text NOT NULL,
    call_id uuid,
    state character varying(40) NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    announced_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    reason text,
    CONSTRAINT "pk_phone_recording" PRIMARY KEY (sid)
);

CREATE INDEX ix_phone_recording_due ON phone_recording (next_attempt_at) WHERE state = 'Announced';
