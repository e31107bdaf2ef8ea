-- How far the city's accounts at microblogs have been read, what calls they have used, and where answers go.
CREATE TABLE mention_account (
    account text NOT NULL,
    cursors text NOT NULL,
    owner text,
    owned_until timestamp with time zone,
    looked_at timestamp with time zone,
    taken_at timestamp with time zone,
    error text,
    error_at timestamp with time zone,
    token_ends_at timestamp with time zone,
    token_asked_at timestamp with time zone,
    token_told_at timestamp with time zone,
    CONSTRAINT "pk_mention_account" PRIMARY KEY (account)
);

CREATE TABLE provider_calls (
    account text NOT NULL,
    day text NOT NULL,
    readings integer NOT NULL,
    replies integer NOT NULL,
    CONSTRAINT "pk_provider_calls" PRIMARY KEY (account, day)
);

CREATE TABLE microblog_thread (
    id uuid NOT NULL,
    reply_to bytea NOT NULL,
    private_reply_to bytea,
    CONSTRAINT "pk_microblog_thread" PRIMARY KEY (id)
);
