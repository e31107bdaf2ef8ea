-- Notices: what they are for, who sent them, how far they have come; replies that belong to no ticket. What people want no more of.
ALTER TABLE outgoing_notice ALTER COLUMN ticket_id DROP NOT NULL;
ALTER TABLE outgoing_notice ADD COLUMN occasion text NOT NULL DEFAULT '';
ALTER TABLE outgoing_notice ADD COLUMN purpose character varying(40) NOT NULL DEFAULT 'Notice';
ALTER TABLE outgoing_notice ADD COLUMN contact_index text;
ALTER TABLE outgoing_notice ADD COLUMN segments integer NOT NULL DEFAULT 0;
ALTER TABLE outgoing_notice ADD COLUMN provider text;
ALTER TABLE outgoing_notice ADD COLUMN uncertain boolean NOT NULL DEFAULT false;
ALTER TABLE outgoing_notice ADD COLUMN first_tried_at timestamp with time zone;
ALTER TABLE outgoing_notice ADD COLUMN delivery character varying(40);
ALTER TABLE outgoing_notice ADD COLUMN delivery_at timestamp with time zone;
ALTER TABLE outgoing_notice ADD COLUMN resends integer NOT NULL DEFAULT 0;
UPDATE outgoing_notice SET uncertain = attempts > 0;
ALTER TABLE outgoing_notice ALTER COLUMN occasion DROP DEFAULT, ALTER COLUMN purpose DROP DEFAULT, ALTER COLUMN segments DROP DEFAULT, ALTER COLUMN uncertain DROP DEFAULT, ALTER COLUMN resends DROP DEFAULT;

CREATE INDEX ix_outgoing_notice_provider ON outgoing_notice (provider_id) WHERE provider_id IS NOT NULL;

CREATE INDEX ix_outgoing_notice_contact ON outgoing_notice (contact_index, created_at) WHERE contact_index IS NOT NULL;

CREATE TABLE delivery_report (
    provider text NOT NULL,
    provider_id text NOT NULL,
    state character varying(40) NOT NULL,
    failure text,
    retry_after_seconds integer,
    most_times integer NOT NULL,
    opted_out boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_delivery_report" PRIMARY KEY (provider, provider_id)
);

CREATE TABLE opt_out (
    contact_index text NOT NULL,
    purpose character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_opt_out" PRIMARY KEY (contact_index, purpose)
);
