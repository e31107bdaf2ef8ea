-- Other systems: who is told by signed requests and what became of each, files read row by row, hourly comparisons with the
-- providers, and telephone calls that hide both numbers.
CREATE TABLE "webhook_subscription" (
    "id" uuid NOT NULL,
    "name" text NOT NULL,
    "address" text NOT NULL,
    "scope" character varying(40) NOT NULL,
    "kinds" text NOT NULL,
    "systems" text NOT NULL,
    "secret" bytea NOT NULL,
    "previous_secret" bytea NULL,
    "previous_until" timestamp with time zone NULL,
    "paused" boolean NOT NULL,
    "cursor" bigint NOT NULL,
    "created_at" timestamp with time zone NOT NULL,
    "created_by" text NOT NULL,
    "version" integer NOT NULL,
    CONSTRAINT "pk_webhook_subscription" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ix_webhook_subscription_name" ON "webhook_subscription" ("name");

CREATE TABLE "webhook_delivery" (
    "id" uuid NOT NULL,
    "subscription_id" uuid NOT NULL,
    "seq" bigint NOT NULL,
    "kind" text NOT NULL,
    "ticket_id" uuid NOT NULL,
    "at" timestamp with time zone NOT NULL,
    "state" character varying(40) NOT NULL,
    "attempts" integer NOT NULL,
    "next_attempt_at" timestamp with time zone NOT NULL,
    "last_status" integer NULL,
    "last_error" text NULL,
    "done_at" timestamp with time zone NULL,
    "reason" text NULL,
    "decided_by" text NULL,
    CONSTRAINT "pk_webhook_delivery" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ix_webhook_delivery_event" ON "webhook_delivery" ("subscription_id", "seq");

CREATE INDEX "ix_webhook_delivery_ticket" ON "webhook_delivery" ("subscription_id", "ticket_id", "seq") WHERE state IN ('Pending', 'Dead');

CREATE INDEX "ix_webhook_delivery_state" ON "webhook_delivery" ("state", "id");

CREATE TABLE "file_import" (
    "id" uuid NOT NULL,
    "file_name" text NOT NULL,
    "system" text NOT NULL,
    "channel" character varying(40) NOT NULL,
    "mapping" text NOT NULL,
    "content" bytea NOT NULL,
    "state" character varying(40) NOT NULL,
    "rows" integer NOT NULL,
    "position" integer NOT NULL,
    "taken" integer NOT NULL,
    "known" integer NOT NULL,
    "refused" integer NOT NULL,
    "created_at" timestamp with time zone NOT NULL,
    "created_by" text NOT NULL,
    "finished_at" timestamp with time zone NULL,
    "leased_until" timestamp with time zone NULL,
    "version" integer NOT NULL,
    CONSTRAINT "pk_file_import" PRIMARY KEY ("id")
);

CREATE TABLE "file_import_row" (
    "import_id" uuid NOT NULL,
    "line" integer NOT NULL,
    "outcome" character varying(40) NOT NULL,
    "source_number" text NOT NULL,
    "ticket_id" uuid NULL,
    "ticket_number" text NULL,
    "errors" text NULL,
    CONSTRAINT "pk_file_import_row" PRIMARY KEY ("import_id", "line")
);

CREATE TABLE "reconciliation" (
    "id" uuid NOT NULL,
    "channel" character varying(40) NOT NULL,
    "account" text NOT NULL,
    "since" timestamp with time zone NOT NULL,
    "until" timestamp with time zone NOT NULL,
    "state" character varying(40) NOT NULL,
    "at" timestamp with time zone NOT NULL,
    "attempts" integer NOT NULL,
    "their_count" integer NOT NULL,
    "our_count" integer NOT NULL,
    "missing" text NOT NULL,
    "missing_count" integer NOT NULL,
    "recovered" integer NOT NULL,
    "error" text NULL,
    CONSTRAINT "pk_reconciliation" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ix_reconciliation_window" ON "reconciliation" ("channel", "account", "since");

CREATE TABLE "relay_call" (
    "id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "department" text NOT NULL,
    "user_name" text NOT NULL,
    "caller_number" bytea NOT NULL,
    "state" character varying(40) NOT NULL,
    "outcome" character varying(40) NULL,
    "provider_call_id" text NULL,
    "requested_at" timestamp with time zone NOT NULL,
    "bridged_at" timestamp with time zone NULL,
    "ended_at" timestamp with time zone NULL,
    "seconds" integer NULL,
    "caller_leg" text NULL,
    "resident_leg" text NULL,
    "recording_sid" text NULL,
    "recording_id" uuid NULL,
    "error" text NULL,
    "version" integer NOT NULL,
    CONSTRAINT "pk_relay_call" PRIMARY KEY ("id")
);

CREATE INDEX "ix_relay_call_ticket" ON "relay_call" ("ticket_id");

CREATE INDEX "ix_relay_call_live" ON "relay_call" ("state") WHERE state <> 'Ended';

-- The newest message of a channel, for the page of the channels.
CREATE INDEX "ix_incoming_message_channel" ON "incoming_message" ("channel", "id");
