-- The hash chain of each ticket's history (rows without a hash were written before it), daily roots, legal hold and anonymisation,
-- files released to a department, and what an access entry tells the resident of who looked.
ALTER TABLE "ticket" ADD COLUMN "last_hash" BLOB NULL;
ALTER TABLE "ticket" ADD COLUMN "held_at" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "held_by" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "hold_reason" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "anonymised_at" TEXT NULL;

ALTER TABLE "ticket_history" ADD COLUMN "hash" BLOB NULL;
ALTER TABLE "ticket_history" ADD COLUMN "note_salt" BLOB NULL;
ALTER TABLE "ticket_history" ADD COLUMN "note_digest" BLOB NULL;

ALTER TABLE "attachment" ADD COLUMN "released_at" TEXT NULL;
ALTER TABLE "attachment" ADD COLUMN "released_by" TEXT NULL;

ALTER TABLE "access_log" ADD COLUMN "role" TEXT NULL;
ALTER TABLE "access_log" ADD COLUMN "department" TEXT NULL;

CREATE TABLE "daily_root" (
    "day" TEXT NOT NULL CONSTRAINT "pk_daily_root" PRIMARY KEY,
    "tickets" INTEGER NOT NULL,
    "entries" INTEGER NOT NULL,
    "merkle" BLOB NOT NULL,
    "previous" BLOB NULL,
    "root" BLOB NOT NULL,
    "made_at" TEXT NOT NULL
);

CREATE INDEX "ix_ticket_retention" ON "ticket" ("closed_at") WHERE closed_at IS NOT NULL AND anonymised_at IS NULL;

CREATE INDEX "ix_ticket_held" ON "ticket" ("held_at") WHERE held_at IS NOT NULL;

CREATE INDEX "ix_attachment_recording" ON "attachment" ("added_at") WHERE kind = 'Recording';

CREATE INDEX "ix_incoming_message_released" ON "incoming_message" ("ticket_id") WHERE ticket_id <> id;
