-- The waiting line of calls and messages, the agents' seats and their skills.
CREATE TABLE "agent_seat" (
    "account_id" TEXT NOT NULL CONSTRAINT "pk_agent_seat" PRIMARY KEY,
    "user_name" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NULL,
    "since" TEXT NOT NULL,
    "idle_since" TEXT NOT NULL,
    "until" TEXT NULL,
    "call_id" TEXT NULL,
    "then" TEXT NULL,
    "then_reason" TEXT NULL,
    "messages" INTEGER NOT NULL,
    "phone_tab" TEXT NULL,
    "seen_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE INDEX "ix_agent_seat_state" ON "agent_seat" ("state", "seen_at");

CREATE INDEX "ix_agent_seat_call" ON "agent_seat" ("call_id");

CREATE TABLE "line_entry" (
    "id" TEXT NOT NULL CONSTRAINT "pk_line_entry" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "topic" TEXT NULL,
    "language" TEXT NOT NULL,
    "enterprise" INTEGER NOT NULL,
    "priority" INTEGER NOT NULL,
    "since" TEXT NOT NULL,
    "place_at" TEXT NOT NULL,
    "joined_at" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "agent_id" TEXT NULL,
    "offer_until" TEXT NULL,
    "offers" INTEGER NOT NULL,
    "not_before" TEXT NULL,
    "taken_at" TEXT NULL,
    "done_at" TEXT NULL,
    "ending" TEXT NULL,
    "waited_seconds" INTEGER NULL,
    "version" INTEGER NOT NULL
);

CREATE INDEX "ix_line_entry_place" ON "line_entry" ("state", "kind", "place_at");

CREATE INDEX "ix_line_entry_agent" ON "line_entry" ("agent_id");

CREATE INDEX "ix_line_entry_joined" ON "line_entry" ("joined_at");

CREATE TABLE "agent_skill" (
    "account_id" TEXT NOT NULL CONSTRAINT "pk_agent_skill" PRIMARY KEY,
    "languages" TEXT NOT NULL,
    "topics" TEXT NOT NULL,
    "enterprise" INTEGER NOT NULL,
    "messages" INTEGER NULL
);
