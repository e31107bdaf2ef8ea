-- Other systems: who is told by signed requests and what became of each, files read row by row, hourly comparisons with the
-- providers, and telephone calls that hide both numbers.
CREATE TABLE "webhook_subscription" (
    "id" TEXT NOT NULL CONSTRAINT "pk_webhook_subscription" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "systems" TEXT NOT NULL,
    "secret" BLOB NOT NULL,
    "previous_secret" BLOB NULL,
    "previous_until" TEXT NULL,
    "paused" INTEGER NOT NULL,
    "cursor" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_webhook_subscription_name" ON "webhook_subscription" ("name");

CREATE TABLE "webhook_delivery" (
    "id" TEXT NOT NULL CONSTRAINT "pk_webhook_delivery" PRIMARY KEY,
    "subscription_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TEXT NOT NULL,
    "last_status" INTEGER NULL,
    "last_error" TEXT NULL,
    "done_at" TEXT NULL,
    "reason" TEXT NULL,
    "decided_by" TEXT NULL
);

CREATE UNIQUE INDEX "ix_webhook_delivery_event" ON "webhook_delivery" ("subscription_id", "seq");

CREATE INDEX "ix_webhook_delivery_ticket" ON "webhook_delivery" ("subscription_id", "ticket_id", "seq") WHERE state IN ('Pending', 'Dead');

CREATE INDEX "ix_webhook_delivery_state" ON "webhook_delivery" ("state", "id");

CREATE TABLE "file_import" (
    "id" TEXT NOT NULL CONSTRAINT "pk_file_import" PRIMARY KEY,
    "file_name" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "content" BLOB NOT NULL,
    "state" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL,
    "known" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "finished_at" TEXT NULL,
    "leased_until" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "file_import_row" (
    "import_id" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "source_number" TEXT NOT NULL,
    "ticket_id" TEXT NULL,
    "ticket_number" TEXT NULL,
    "errors" TEXT NULL,
    CONSTRAINT "pk_file_import_row" PRIMARY KEY ("import_id", "line")
);

CREATE TABLE "reconciliation" (
    "id" TEXT NOT NULL CONSTRAINT "pk_reconciliation" PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "since" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "their_count" INTEGER NOT NULL,
    "our_count" INTEGER NOT NULL,
    "missing" TEXT NOT NULL,
    "missing_count" INTEGER NOT NULL,
    "recovered" INTEGER NOT NULL,
    "error" TEXT NULL
);

CREATE UNIQUE INDEX "ix_reconciliation_window" ON "reconciliation" ("channel", "account", "since");

CREATE TABLE "relay_call" (
    "id" TEXT NOT NULL CONSTRAINT "pk_relay_call" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "caller_number" BLOB NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT NULL,
    "provider_call_id" TEXT NULL,
    "requested_at" TEXT NOT NULL,
    "bridged_at" TEXT NULL,
    "ended_at" TEXT NULL,
    "seconds" INTEGER NULL,
    "caller_leg" TEXT NULL,
    "resident_leg" TEXT NULL,
    "recording_sid" TEXT NULL,
    "recording_id" TEXT NULL,
    "error" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE INDEX "ix_relay_call_ticket" ON "relay_call" ("ticket_id");

CREATE INDEX "ix_relay_call_live" ON "relay_call" ("state") WHERE state <> 'Ended';

-- The newest message of a channel, for the page of the channels.
CREATE INDEX "ix_incoming_message_channel" ON "incoming_message" ("channel", "id");
