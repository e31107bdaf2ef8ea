-- Supervision: the ladder with its cards, orders, leaders' instructions, call-backs and the flags of the inspector.
ALTER TABLE ticket ADD COLUMN instructed_at timestamp with time zone;
ALTER TABLE ticket ADD COLUMN open_instructions integer NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN evaluation_outcome character varying(40);
ALTER TABLE ticket ADD COLUMN downgraded_from character varying(40);
ALTER TABLE ticket_rating ADD COLUMN extent character varying(40) NOT NULL DEFAULT 'No';
UPDATE ticket_rating SET extent = 'Yes' WHERE solved;
ALTER TABLE ticket_rating ADD COLUMN source character varying(40) NOT NULL DEFAULT 'Resident';

CREATE INDEX ix_ticket_closed ON ticket (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX ix_ticket_deadline_due ON ticket_deadline (due_at) WHERE met_at IS NULL;
CREATE INDEX ix_ticket_deadline_warn ON ticket_deadline (warn_at) WHERE met_at IS NULL;
CREATE INDEX ix_ticket_reply_department ON ticket_reply (department, replied_at);

CREATE TABLE "ladder_entry" (
    "id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "deadline_id" uuid NOT NULL,
    "department" text NOT NULL,
    "rung" character varying(40) NOT NULL,
    "step" character varying(40) NOT NULL,
    "round" integer NOT NULL,
    "due_at" timestamp with time zone NOT NULL,
    "at" timestamp with time zone NOT NULL,
    "by" text NOT NULL,
    "by_name" text NOT NULL,
    "note" text,
    CONSTRAINT "pk_ladder_entry" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX ix_ladder_entry_ticket ON "ladder_entry" ("ticket_id", "deadline_id", "rung");
CREATE INDEX ix_ladder_entry_rung ON "ladder_entry" ("rung", "at");
CREATE INDEX ix_ladder_entry_department ON "ladder_entry" ("department", "rung", "at");

CREATE TABLE "supervision_order" (
    "id" uuid NOT NULL,
    "year" integer NOT NULL,
    "sequence" integer NOT NULL,
    "department" text NOT NULL,
    "trigger" character varying(40) NOT NULL,
    "demand" text NOT NULL,
    "state" character varying(40) NOT NULL,
    "due_at" timestamp with time zone NOT NULL,
    "issued_by_name" text NOT NULL,
    "issued_at" timestamp with time zone NOT NULL,
    "answer" text,
    "answered_at" timestamp with time zone,
    "closed_at" timestamp with time zone,
    "version" integer NOT NULL,
    CONSTRAINT "pk_supervision_order" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX ix_supervision_order_number ON "supervision_order" ("year", "sequence");
CREATE INDEX ix_supervision_order_department ON "supervision_order" ("department", "state");

CREATE TABLE "supervision_order_ticket" (
    "order_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    CONSTRAINT "pk_supervision_order_ticket" PRIMARY KEY ("order_id", "ticket_id"),
    CONSTRAINT "fk_supervision_order_ticket_supervision_order_order_id" FOREIGN KEY ("order_id") REFERENCES "supervision_order" ("id") ON DELETE CASCADE
);
CREATE INDEX ix_supervision_order_ticket_ticket ON "supervision_order_ticket" ("ticket_id");

CREATE TABLE "supervision_order_step" (
    "id" uuid NOT NULL,
    "order_id" uuid NOT NULL,
    "action" character varying(40) NOT NULL,
    "note" text,
    "by" text NOT NULL,
    "by_name" text NOT NULL,
    "at" timestamp with time zone NOT NULL,
    CONSTRAINT "pk_supervision_order_step" PRIMARY KEY ("id"),
    CONSTRAINT "fk_supervision_order_step_supervision_order_order_id" FOREIGN KEY ("order_id") REFERENCES "supervision_order" ("id") ON DELETE CASCADE
);
CREATE INDEX ix_supervision_order_step_order ON "supervision_order_step" ("order_id");

CREATE TABLE "leader_instruction" (
    "id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "text" text NOT NULL,
    "report_by" timestamp with time zone NOT NULL,
    "by" text NOT NULL,
    "by_name" text NOT NULL,
    "at" timestamp with time zone NOT NULL,
    "report" text,
    "reported_by_name" text,
    "reported_at" timestamp with time zone,
    CONSTRAINT "pk_leader_instruction" PRIMARY KEY ("id")
);
CREATE INDEX ix_leader_instruction_ticket ON "leader_instruction" ("ticket_id");
CREATE INDEX ix_leader_instruction_open ON "leader_instruction" ("report_by") WHERE reported_at IS NULL;

CREATE TABLE "follow_up" (
    "id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "round" integer NOT NULL,
    "state" character varying(40) NOT NULL,
    "callable" boolean NOT NULL,
    "started_at" timestamp with time zone NOT NULL,
    "due_at" timestamp with time zone NOT NULL,
    "calendar_version" text NOT NULL,
    "policy_version" text NOT NULL,
    "explanation_zh" text NOT NULL,
    "explanation_en" text NOT NULL,
    "next_at" timestamp with time zone,
    "wait_until" timestamp with time zone,
    "used_slots" text NOT NULL,
    "try_count" integer NOT NULL,
    "claimed_by" text,
    "claimed_by_name" text,
    "claimed_at" timestamp with time zone,
    "finished_at" timestamp with time zone,
    "version" integer NOT NULL,
    CONSTRAINT "pk_follow_up" PRIMARY KEY ("id"),
    CONSTRAINT "fk_follow_up_ticket_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_follow_up_ticket ON "follow_up" ("ticket_id", "round");
CREATE INDEX ix_follow_up_next ON "follow_up" ("next_at", "id") WHERE state = 'Open';
CREATE INDEX ix_follow_up_waiting ON "follow_up" ("wait_until") WHERE state = 'Waiting';

CREATE TABLE "follow_up_try" (
    "id" uuid NOT NULL,
    "follow_up_id" uuid NOT NULL,
    "number" integer NOT NULL,
    "slot" character varying(40) NOT NULL,
    "outcome" character varying(40) NOT NULL,
    "note" text,
    "by" text NOT NULL,
    "by_name" text NOT NULL,
    "at" timestamp with time zone NOT NULL,
    CONSTRAINT "pk_follow_up_try" PRIMARY KEY ("id"),
    CONSTRAINT "fk_follow_up_try_follow_up_follow_up_id" FOREIGN KEY ("follow_up_id") REFERENCES "follow_up" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_follow_up_try_slot ON "follow_up_try" ("follow_up_id", "slot");

CREATE TABLE "inspection_flag" (
    "id" uuid NOT NULL,
    "kind" character varying(40) NOT NULL,
    "key" text NOT NULL,
    "department" text,
    "state" character varying(40) NOT NULL,
    "evidence" text NOT NULL,
    "raised_at" timestamp with time zone NOT NULL,
    "reason" text,
    "reopen_proposed" boolean NOT NULL,
    "decided_by_name" text,
    "decided_at" timestamp with time zone,
    "version" integer NOT NULL,
    CONSTRAINT "pk_inspection_flag" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX ix_inspection_flag_key ON "inspection_flag" ("key");
CREATE INDEX ix_inspection_flag_state ON "inspection_flag" ("state", "id");

CREATE TABLE "inspection_flag_ticket" (
    "flag_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    CONSTRAINT "pk_inspection_flag_ticket" PRIMARY KEY ("flag_id", "ticket_id"),
    CONSTRAINT "fk_inspection_flag_ticket_inspection_flag_flag_id" FOREIGN KEY ("flag_id") REFERENCES "inspection_flag" ("id") ON DELETE CASCADE
);
CREATE INDEX ix_inspection_flag_ticket_ticket ON "inspection_flag_ticket" ("ticket_id");

-- The last paper number of a year.
CREATE TABLE order_counter (year integer NOT NULL PRIMARY KEY, last integer NOT NULL);
