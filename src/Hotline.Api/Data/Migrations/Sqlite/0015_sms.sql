-- Notices: what they are for, who sent them, how far they have come; replies that belong to no ticket. What people want no more of.
ALTER TABLE "outgoing_notice" RENAME TO "outgoing_notice_before";

CREATE TABLE "outgoing_notice" (
    "id" TEXT NOT NULL CONSTRAINT "pk_outgoing_notice" PRIMARY KEY,
    "ticket_id" TEXT NULL,
    "channel" TEXT NOT NULL,
    "recipient" BLOB NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NULL,
    "provider_id" TEXT NULL,
    "attempts" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "next_attempt_at" TEXT NOT NULL,
    "sent_at" TEXT NULL,
    "occasion" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "contact_index" TEXT NULL,
    "segments" INTEGER NOT NULL,
    "provider" TEXT NULL,
    "uncertain" INTEGER NOT NULL,
    "first_tried_at" TEXT NULL,
    "delivery" TEXT NULL,
    "delivery_at" TEXT NULL,
    "resends" INTEGER NOT NULL
);

INSERT INTO "outgoing_notice" ("id", "ticket_id", "channel", "recipient", "text", "state", "reason", "provider_id", "attempts", "created_at", "next_attempt_at", "sent_at", "occasion", "purpose", "segments", "uncertain", "resends")
SELECT "id", "ticket_id", "channel", "recipient", "text", "state", "reason", "provider_id", "attempts", "created_at", "next_attempt_at", "sent_at", '', 'Notice', 0, "attempts" > 0, 0 FROM "outgoing_notice_before";

DROP TABLE "outgoing_notice_before";

CREATE INDEX "ix_outgoing_notice_state" ON "outgoing_notice" ("state", "next_attempt_at");

CREATE INDEX "ix_outgoing_notice_ticket" ON "outgoing_notice" ("ticket_id");

CREATE INDEX "ix_outgoing_notice_provider" ON "outgoing_notice" ("provider_id") WHERE provider_id IS NOT NULL;

CREATE INDEX "ix_outgoing_notice_contact" ON "outgoing_notice" ("contact_index", "created_at") WHERE contact_index IS NOT NULL;

CREATE TABLE "delivery_report" (
    "provider" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "failure" TEXT NULL,
    "retry_after_seconds" INTEGER NULL,
    "most_times" INTEGER NOT NULL,
    "opted_out" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_delivery_report" PRIMARY KEY ("provider", "provider_id")
);

CREATE TABLE "opt_out" (
    "contact_index" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_opt_out" PRIMARY KEY ("contact_index", "purpose")
);
