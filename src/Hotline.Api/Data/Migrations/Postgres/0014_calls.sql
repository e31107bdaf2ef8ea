-- Calls of a telephone system of the city's own, and who a resident is to the city's WeChat account.
CREATE TABLE call (
    id uuid NOT NULL,
    provider_call_id text NOT NULL,
    state character varying(40) NOT NULL,
    from_number bytea,
    from_index text,
    dialled text,
    extension text,
    extension_at timestamp with time zone,
    ringing_at timestamp with time zone,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    first_heard_at timestamp with time zone NOT NULL,
    recording_id uuid,
    ticket_id uuid,
    version integer NOT NULL,
    CONSTRAINT "pk_call" PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_call_provider ON call (provider_call_id);

CREATE INDEX ix_call_state ON call (state, first_heard_at);

CREATE INDEX ix_call_recording ON call (recording_id);

CREATE TABLE call_event (
    event_id text NOT NULL,
    call_id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_call_event" PRIMARY KEY (event_id)
);

ALTER TABLE resident ADD COLUMN open_id bytea;
