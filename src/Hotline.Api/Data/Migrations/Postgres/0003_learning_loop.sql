-- What people decide, the registry of classifiers, and how a challenger compares on live messages.
ALTER TABLE ticket ADD COLUMN model_version integer;
ALTER TABLE ticket ADD COLUMN model_abstained boolean;

CREATE TABLE labelled_example (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    category_code text NOT NULL,
    department_code text,
    why character varying(40) NOT NULL,
    decided_by text NOT NULL,
    decided_by_name text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    model_version integer,
    dropped_at timestamp with time zone,
    dropped_by text,
    CONSTRAINT "pk_labelled_example" PRIMARY KEY (id)
);
CREATE INDEX ix_labelled_example_ticket ON labelled_example (ticket_id);

CREATE TABLE classifier_model (
    id uuid NOT NULL,
    version integer NOT NULL,
    state character varying(40) NOT NULL,
    trained_at timestamp with time zone NOT NULL,
    trained_by text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    card text NOT NULL,
    evaluation text,
    promoted_at timestamp with time zone,
    promoted_by text,
    CONSTRAINT "pk_classifier_model" PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_classifier_model_version ON classifier_model (version);
CREATE UNIQUE INDEX ix_classifier_model_champion ON classifier_model (state) WHERE state = 'Champion';

CREATE TABLE classifier_shadow (
    model_id uuid NOT NULL,
    category_code text NOT NULL,
    scored bigint NOT NULL,
    agreed bigint NOT NULL,
    CONSTRAINT "pk_classifier_shadow" PRIMARY KEY (model_id, category_code)
);
