-- Supervision: the ladder with its cards, orders, leaders' instructions, call-backs and the flags of the inspector.
ALTER TABLE ticket ADD COLUMN instructed_at TEXT;
ALTER TABLE ticket ADD COLUMN open_instructions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN evaluation_outcome TEXT;
ALTER TABLE ticket ADD COLUMN downgraded_from TEXT;
ALTER TABLE ticket_rating ADD COLUMN extent TEXT NOT NULL DEFAULT 'No';
UPDATE ticket_rating SET extent = 'Yes' WHERE solved;
ALTER TABLE ticket_rating ADD COLUMN source TEXT NOT NULL DEFAULT 'Resident';

CREATE INDEX ix_ticket_closed ON ticket (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX ix_ticket_deadline_due ON ticket_deadline (due_at) WHERE met_at IS NULL;
CREATE INDEX ix_ticket_deadline_warn ON ticket_deadline (warn_at) WHERE met_at IS NULL;
CREATE INDEX ix_ticket_reply_department ON ticket_reply (department, replied_at);

CREATE TABLE "ladder_entry" (
    "id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "deadline_id" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "rung" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "due_at" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "note" TEXT,
    CONSTRAINT "pk_ladder_entry" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX ix_ladder_entry_ticket ON "ladder_entry" ("ticket_id", "deadline_id", "rung");
CREATE INDEX ix_ladder_entry_rung ON "ladder_entry" ("rung", "at");
CREATE INDEX ix_ladder_entry_department ON "ladder_entry" ("department", "rung", "at");

CREATE TABLE "supervision_order" (
    "id" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "department" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "demand" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "due_at" TEXT NOT NULL,
    "issued_by_name" TEXT NOT NULL,
    "issued_at" TEXT NOT NULL,
    "answer" TEXT,
    "answered_at" TEXT,
    "closed_at" TEXT,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_supervision_order" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX ix_supervision_order_number ON "supervision_order" ("year", "sequence");
CREATE INDEX ix_supervision_order_department ON "supervision_order" ("department", "state");

CREATE TABLE "supervision_order_ticket" (
    "order_id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    CONSTRAINT "pk_supervision_order_ticket" PRIMARY KEY ("order_id", "ticket_id"),
    CONSTRAINT "fk_supervision_order_ticket_supervision_order_order_id" FOREIGN KEY ("order_id") REFERENCES "supervision_order" ("id") ON DELETE CASCADE
);
CREATE INDEX ix_supervision_order_ticket_ticket ON "supervision_order_ticket" ("ticket_id");

CREATE TABLE "supervision_order_step" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "note" TEXT,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_supervision_order_step" PRIMARY KEY ("id"),
    CONSTRAINT "fk_supervision_order_step_supervision_order_order_id" FOREIGN KEY ("order_id") REFERENCES "supervision_order" ("id") ON DELETE CASCADE
);
CREATE INDEX ix_supervision_order_step_order ON "supervision_order_step" ("order_id");

CREATE TABLE "leader_instruction" (
    "id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "report_by" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "report" TEXT,
    "reported_by_name" TEXT,
    "reported_at" TEXT,
    CONSTRAINT "pk_leader_instruction" PRIMARY KEY ("id")
);
CREATE INDEX ix_leader_instruction_ticket ON "leader_instruction" ("ticket_id");
CREATE INDEX ix_leader_instruction_open ON "leader_instruction" ("report_by") WHERE reported_at IS NULL;

CREATE TABLE "follow_up" (
    "id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "callable" INTEGER NOT NULL,
    "started_at" TEXT NOT NULL,
    "due_at" TEXT NOT NULL,
    "calendar_version" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "explanation_zh" TEXT NOT NULL,
    "explanation_en" TEXT NOT NULL,
    "next_at" TEXT,
    "wait_until" TEXT,
    "used_slots" TEXT NOT NULL,
    "try_count" INTEGER NOT NULL,
    "claimed_by" TEXT,
    "claimed_by_name" TEXT,
    "claimed_at" TEXT,
    "finished_at" TEXT,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_follow_up" PRIMARY KEY ("id"),
    CONSTRAINT "fk_follow_up_ticket_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_follow_up_ticket ON "follow_up" ("ticket_id", "round");
CREATE INDEX ix_follow_up_next ON "follow_up" ("next_at", "id") WHERE state = 'Open';
CREATE INDEX ix_follow_up_waiting ON "follow_up" ("wait_until") WHERE state = 'Waiting';

CREATE TABLE "follow_up_try" (
    "id" TEXT NOT NULL,
    "follow_up_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "slot" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "note" TEXT,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_follow_up_try" PRIMARY KEY ("id"),
    CONSTRAINT "fk_follow_up_try_follow_up_follow_up_id" FOREIGN KEY ("follow_up_id") REFERENCES "follow_up" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_follow_up_try_slot ON "follow_up_try" ("follow_up_id", "slot");

CREATE TABLE "inspection_flag" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "department" TEXT,
    "state" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "raised_at" TEXT NOT NULL,
    "reason" TEXT,
    "reopen_proposed" INTEGER NOT NULL,
    "decided_by_name" TEXT,
    "decided_at" TEXT,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_inspection_flag" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX ix_inspection_flag_key ON "inspection_flag" ("key");
CREATE INDEX ix_inspection_flag_state ON "inspection_flag" ("state", "id");

CREATE TABLE "inspection_flag_ticket" (
    "flag_id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    CONSTRAINT "pk_inspection_flag_ticket" PRIMARY KEY ("flag_id", "ticket_id"),
    CONSTRAINT "fk_inspection_flag_ticket_inspection_flag_flag_id" FOREIGN KEY ("flag_id") REFERENCES "inspection_flag" ("id") ON DELETE CASCADE
);
CREATE INDEX ix_inspection_flag_ticket_ticket ON "inspection_flag_ticket" ("ticket_id");

-- The last paper number of a year.
CREATE TABLE order_counter (year INTEGER NOT NULL PRIMARY KEY, last INTEGER NOT NULL);
