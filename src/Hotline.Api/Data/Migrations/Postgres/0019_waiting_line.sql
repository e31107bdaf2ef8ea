-- The waiting line of calls and messages, the agents' seats and their skills.
CREATE TABLE agent_seat (
    account_id uuid NOT NULL,
    user_name text NOT NULL,
    staff_number text NOT NULL,
    state character varying(40) NOT NULL,
    reason character varying(40),
    since timestamp with time zone NOT NULL,
    idle_since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    call_id uuid,
    "then" character varying(40),
    then_reason character varying(40),
    messages integer NOT NULL,
    phone_tab text,
    seen_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT "pk_agent_seat" PRIMARY KEY (account_id)
);

CREATE INDEX ix_agent_seat_state ON agent_seat (state, seen_at);

CREATE INDEX ix_agent_seat_call ON agent_seat (call_id);

CREATE TABLE line_entry (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    topic text,
    language text NOT NULL,
    enterprise boolean NOT NULL,
    priority integer NOT NULL,
    since timestamp with time zone NOT NULL,
    place_at timestamp with time zone NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    state character varying(40) NOT NULL,
    agent_id uuid,
    offer_until timestamp with time zone,
    offers integer NOT NULL,
    not_before timestamp with time zone,
    taken_at timestamp with time zone,
    done_at timestamp with time zone,
    ending character varying(40),
    waited_seconds integer,
    version integer NOT NULL,
    CONSTRAINT "pk_line_entry" PRIMARY KEY (id)
);

CREATE INDEX ix_line_entry_place ON line_entry (state, kind, place_at);

CREATE INDEX ix_line_entry_agent ON line_entry (agent_id);

CREATE INDEX ix_line_entry_joined ON line_entry (joined_at);

CREATE TABLE agent_skill (
    account_id uuid NOT NULL,
    languages text NOT NULL,
    topics text NOT NULL,
    enterprise boolean NOT NULL,
    messages integer,
    CONSTRAINT "pk_agent_skill" PRIMARY KEY (account_id)
);
