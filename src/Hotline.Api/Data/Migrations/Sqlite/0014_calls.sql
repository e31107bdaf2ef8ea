-- Calls of a telephone system of the city's own, and who a resident is to the city's WeChat account.
CREATE TABLE "call" (
    "id" TEXT NOT NULL CONSTRAINT "pk_call" PRIMARY KEY,
    "provider_call_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "from_number" BLOB NULL,
    "from_index" TEXT NULL,
    "dialled" TEXT NULL,
    "extension" TEXT NULL,
    "extension_at" TEXT NULL,
    "ringing_at" TEXT NULL,
    "answered_at" TEXT NULL,
    "ended_at" TEXT NULL,
    "first_heard_at" TEXT NOT NULL,
    "recording_id" TEXT NULL,
    "ticket_id" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_call_provider" ON "call" ("provider_call_id");

CREATE INDEX "ix_call_state" ON "call" ("state", "first_heard_at");

CREATE INDEX "ix_call_recording" ON "call" ("recording_id");

CREATE TABLE "call_event" (
    "event_id" TEXT NOT NULL CONSTRAINT "pk_call_event" PRIMARY KEY,
    "call_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "taken_at" TEXT NOT NULL
);

ALTER TABLE "resident" ADD COLUMN "open_id" BLOB NULL;
