CREATE TABLE topic (
    id uuid NOT NULL,
    name text NOT NULL,
    district_code text,
    count integer NOT NULL,
    in_window integer NOT NULL,
    expected double precision NOT NULL,
    told_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_topic" PRIMARY KEY (id)
);

CREATE INDEX ix_topic_last_at ON topic (last_at);

CREATE TABLE topic_ticket (
    topic_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT "pk_topic_ticket" PRIMARY KEY (topic_id, ticket_id)
);
