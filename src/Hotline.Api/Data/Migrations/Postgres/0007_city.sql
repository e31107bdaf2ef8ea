CREATE TABLE city_document (
    id uuid NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    content text NOT NULL,
    note text,
    applied_by text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_city_document" PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_city_document_name ON city_document (name, version);

CREATE TABLE deadline_warning (
    deadline_id uuid NOT NULL,
    level character varying(40) NOT NULL,
    ticket_id uuid NOT NULL,
    department text,
    step character varying(40) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT "pk_deadline_warning" PRIMARY KEY (deadline_id, level)
);

CREATE INDEX ix_deadline_warning_at ON deadline_warning (at, deadline_id);

CREATE INDEX ix_deadline_warning_ticket ON deadline_warning (ticket_id);

ALTER TABLE ticket_deadline ADD COLUMN half_at timestamp with time zone;
ALTER TABLE ticket_deadline ADD COLUMN next_alarm_at timestamp with time zone;

-- Rows from before know no half-way instant: their first warning is the yellow light.
UPDATE ticket_deadline SET next_alarm_at = warn_at WHERE met_at IS NULL AND NOT dropped;

CREATE INDEX ix_ticket_deadline_alarm ON ticket_deadline (next_alarm_at) WHERE next_alarm_at IS NOT NULL;
