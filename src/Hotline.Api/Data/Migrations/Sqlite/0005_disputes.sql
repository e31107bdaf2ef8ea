-- Returns, extensions, waiting for the resident, long-term listings, precedents and the register of gaps.
ALTER TABLE "ticket" ADD COLUMN "pending_return_id" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "pending_extension_id" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "pending_long_term_id" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "return_until" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "return_count" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ticket" ADD COLUMN "in_coordination" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ticket" ADD COLUMN "return_forbidden" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ticket" ADD COLUMN "asked_in" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "waits_until" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "progress_due_at" TEXT NULL;

-- What moved a deadline, so that it can be computed again.
ALTER TABLE "ticket_deadline" ADD COLUMN "original_due_at" TEXT NULL;
ALTER TABLE "ticket_deadline" ADD COLUMN "paused_at" TEXT NULL;
ALTER TABLE "ticket_deadline" ADD COLUMN "term" TEXT NULL;
ALTER TABLE "ticket_deadline" ADD COLUMN "pauses" TEXT NULL;
ALTER TABLE "ticket_deadline" ADD COLUMN "extensions" TEXT NULL;

CREATE TABLE "return_request" (
    "id" TEXT NOT NULL CONSTRAINT "pk_return_request" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "suggested_department" TEXT NULL,
    "reason" TEXT NOT NULL,
    "attachments" TEXT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "decision" TEXT NULL,
    "decided_department" TEXT NULL,
    "decided_by" TEXT NULL,
    "decided_by_name" TEXT NULL,
    "decided_at" TEXT NULL,
    "note" TEXT NULL
);

CREATE TABLE "extension_request" (
    "id" TEXT NOT NULL CONSTRAINT "pk_extension_request" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "working_days" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "legal_basis" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "decision" TEXT NULL,
    "decided_by" TEXT NULL,
    "decided_by_name" TEXT NULL,
    "decided_at" TEXT NULL,
    "note" TEXT NULL,
    "due_before" TEXT NULL,
    "due_after" TEXT NULL
);

CREATE TABLE "resident_question" (
    "id" TEXT NOT NULL CONSTRAINT "pk_resident_question" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "department" TEXT NULL,
    "asked_at" TEXT NOT NULL,
    "until" TEXT NOT NULL
);

CREATE TABLE "long_term_listing" (
    "id" TEXT NOT NULL CONSTRAINT "pk_long_term_listing" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "milestones" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "decision" TEXT NULL,
    "decided_by" TEXT NULL,
    "decided_by_name" TEXT NULL,
    "decided_at" TEXT NULL,
    "note" TEXT NULL
);

CREATE TABLE "progress_note" (
    "id" TEXT NOT NULL CONSTRAINT "pk_progress_note" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

CREATE TABLE "precedent" (
    "id" TEXT NOT NULL CONSTRAINT "pk_precedent" PRIMARY KEY,
    "category_code" TEXT NOT NULL,
    "district_code" TEXT NULL,
    "department" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "ticket_id" TEXT NULL,
    "ticket_number" TEXT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "withdrawn_by_name" TEXT NULL,
    "withdraw_reason" TEXT NULL
);

CREATE TABLE "gap" (
    "id" TEXT NOT NULL CONSTRAINT "pk_gap" PRIMARY KEY,
    "category_code" TEXT NOT NULL,
    "district_code" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "opened_by_name" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "department" TEXT NULL,
    "basis" TEXT NULL,
    "resolved_by_name" TEXT NULL,
    "resolved_at" TEXT NULL
);

CREATE TABLE "gap_ticket" (
    "gap_id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "marked_by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_gap_ticket" PRIMARY KEY ("gap_id", "ticket_id")
);

CREATE INDEX "ix_ticket_waits_until" ON "ticket" ("waits_until") WHERE waits_until IS NOT NULL;
CREATE INDEX "ix_ticket_pending_return" ON "ticket" ("pending_return_id") WHERE pending_return_id IS NOT NULL;
CREATE INDEX "ix_ticket_pending_extension" ON "ticket" ("pending_extension_id") WHERE pending_extension_id IS NOT NULL;
CREATE INDEX "ix_ticket_pending_long_term" ON "ticket" ("pending_long_term_id") WHERE pending_long_term_id IS NOT NULL;
CREATE INDEX "ix_ticket_in_coordination" ON "ticket" ("id") WHERE in_coordination;
CREATE INDEX "ix_return_request_ticket" ON "return_request" ("ticket_id");
CREATE INDEX "ix_extension_request_ticket" ON "extension_request" ("ticket_id");
CREATE INDEX "ix_resident_question_ticket" ON "resident_question" ("ticket_id");
CREATE INDEX "ix_long_term_listing_ticket" ON "long_term_listing" ("ticket_id");
CREATE INDEX "ix_progress_note_ticket" ON "progress_note" ("ticket_id");
CREATE INDEX "ix_precedent_changed_at" ON "precedent" ("changed_at");
CREATE UNIQUE INDEX "ix_gap_open" ON "gap" ("category_code", "district_code") WHERE state = 'Open';
