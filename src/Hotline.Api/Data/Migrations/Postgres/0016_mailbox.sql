-- How far the city's mailbox has been read, and the list of mails that were taken for a machine's.
CREATE TABLE mailbox (
    name text NOT NULL,
    uid_validity bigint NOT NULL,
    last_uid bigint NOT NULL,
    failing_uid bigint,
    failures integer NOT NULL,
    owner text,
    owned_until timestamp with time zone,
    looked_at timestamp with time zone,
    taken_at timestamp with time zone,
    error text,
    error_at timestamp with time zone,
    CONSTRAINT "pk_mailbox" PRIMARY KEY (name)
);

CREATE INDEX ix_incoming_message_set_aside ON incoming_message (id) WHERE state = 'SetAside';
