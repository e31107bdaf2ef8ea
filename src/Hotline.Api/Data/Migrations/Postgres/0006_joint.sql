-- Parts of a ticket that other units work on, request items, evidence with time and place, head-count of merged tickets.
ALTER TABLE ticket ADD COLUMN sub_task_count integer NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN member_count integer NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN request_items_text text;
ALTER TABLE ticket ADD COLUMN lawful_reasons text;
ALTER TABLE ticket_reply ADD COLUMN item_answers_text text;
ALTER TABLE attachment ADD COLUMN taken_at timestamp with time zone;
ALTER TABLE attachment ADD COLUMN taken_place text;
ALTER TABLE attachment ADD COLUMN taken_stated boolean NOT NULL DEFAULT false;

UPDATE ticket SET member_count = (SELECT count(*) FROM ticket m WHERE m.master_id = ticket.id)
    WHERE id IN (SELECT master_id FROM ticket WHERE master_id IS NOT NULL);

CREATE TABLE sub_task (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    sequence integer NOT NULL,
    number text NOT NULL,
    round integer NOT NULL,
    kind character varying(40) NOT NULL,
    department text NOT NULL,
    answers_to text NOT NULL,
    under integer,
    task text NOT NULL,
    state character varying(40) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    warn_at timestamp with time zone NOT NULL,
    calendar_version text NOT NULL,
    policy_version text NOT NULL,
    explanation_zh text NOT NULL,
    explanation_en text NOT NULL,
    signed_at timestamp with time zone,
    signed_by text,
    ended_at timestamp with time zone,
    ended_by text,
    reply text,
    evidence text NOT NULL,
    CONSTRAINT "pk_sub_task" PRIMARY KEY (id),
    CONSTRAINT "fk_sub_task_ticket_ticket_id" FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
);
CREATE INDEX ix_sub_task_ticket ON sub_task (ticket_id, sequence);
CREATE INDEX ix_sub_task_department ON sub_task (department, state, due_at, id);

CREATE INDEX ix_ticket_deadline_signing ON ticket_deadline (due_at) WHERE step = 'Sign' AND met_at IS NULL;
