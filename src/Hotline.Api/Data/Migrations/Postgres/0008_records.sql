-- The hash chain of each ticket's history (rows without a hash were written before it), daily roots, legal hold and anonymisation,
-- files released to a department, and what an access entry tells the resident of who looked.
ALTER TABLE "ticket" ADD COLUMN "last_hash" bytea NULL;
ALTER TABLE "ticket" ADD COLUMN "held_at" timestamp with time zone NULL;
ALTER TABLE "ticket" ADD COLUMN "held_by" text NULL;
ALTER TABLE "ticket" ADD COLUMN "hold_reason" text NULL;
ALTER TABLE "ticket" ADD COLUMN "anonymised_at" timestamp with time zone NULL;

ALTER TABLE "ticket_history" ADD COLUMN "hash" bytea NULL;
ALTER TABLE "ticket_history" ADD COLUMN "note_salt" bytea NULL;
ALTER TABLE "ticket_history" ADD COLUMN "note_digest" bytea NULL;

ALTER TABLE "attachment" ADD COLUMN "released_at" timestamp with time zone NULL;
ALTER TABLE "attachment" ADD COLUMN "released_by" text NULL;

ALTER TABLE "access_log" ADD COLUMN "role" character varying(40) NULL;
ALTER TABLE "access_log" ADD COLUMN "department" text NULL;

CREATE TABLE "daily_root" (
    "day" date NOT NULL CONSTRAINT "pk_daily_root" PRIMARY KEY,
    "tickets" integer NOT NULL,
    "entries" integer NOT NULL,
    "merkle" bytea NOT NULL,
    "previous" bytea NULL,
    "root" bytea NOT NULL,
    "made_at" timestamp with time zone NOT NULL
);

CREATE INDEX "ix_ticket_retention" ON "ticket" ("closed_at") WHERE closed_at IS NOT NULL AND anonymised_at IS NULL;

CREATE INDEX "ix_ticket_held" ON "ticket" ("held_at") WHERE held_at IS NOT NULL;

CREATE INDEX "ix_attachment_recording" ON "attachment" ("added_at") WHERE kind = 'Recording';

CREATE INDEX "ix_incoming_message_released" ON "incoming_message" ("ticket_id") WHERE ticket_id <> id;
