-- Calls that our own telephony carries: where the caller stands in the flow, whose telephones ring, what is still to be done.
CREATE TABLE "phone_call" (
    "id" TEXT NOT NULL CONSTRAINT "pk_phone_call" PRIMARY KEY,
    "carrier" TEXT NOT NULL,
    "caller_sid" TEXT NULL,
    "flow_code" TEXT NOT NULL,
    "state" BLOB NOT NULL,
    "step" INTEGER NOT NULL,
    "answer" BLOB NULL,
    "whisper" BLOB NULL,
    "talk_sid" TEXT NULL,
    "waits_since" TEXT NULL,
    "rating" INTEGER NULL,
    "calls_back" TEXT NULL,
    "call_back" TEXT NOT NULL,
    "call_back_tries" INTEGER NOT NULL,
    "call_back_at" TEXT NULL,
    "rank" INTEGER NOT NULL,
    "begun_at" TEXT NOT NULL,
    "heard_at" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_phone_call_sid" ON "phone_call" ("caller_sid");

CREATE INDEX "ix_phone_call_open" ON "phone_call" ("heard_at") WHERE ended_at IS NULL;

CREATE INDEX "ix_phone_call_back" ON "phone_call" ("call_back_at") WHERE call_back = 'Waiting';

CREATE TABLE "phone_leg" (
    "id" TEXT NOT NULL CONSTRAINT "pk_phone_leg" PRIMARY KEY,
    "call_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "account_id" TEXT NULL,
    "number" BLOB NULL,
    "sid" TEXT NULL,
    "state" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "replaces" INTEGER NOT NULL,
    "mode" TEXT NULL,
    "intended_at" TEXT NOT NULL,
    "answered_at" TEXT NULL,
    "ended_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE INDEX "ix_phone_leg_call" ON "phone_leg" ("call_id");

CREATE TABLE "phone_task" (
    "id" TEXT NOT NULL CONSTRAINT "pk_phone_task" PRIMARY KEY,
    "call_id" TEXT NOT NULL,
    "leg_id" TEXT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "reason" TEXT NULL
);

CREATE INDEX "ix_phone_task_due" ON "phone_task" ("next_attempt_at") WHERE state = 'Pending';

CREATE TABLE "phone_recording" (
    "sid" TEXT NOT NULL CONSTRAINT "pk_phone_recording" PRIMARY KEY,
    "call_id" TEXT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TEXT NOT NULL,
    "announced_at" TEXT NOT NULL,
    "deleted_at" TEXT NULL,
    "reason" TEXT NULL
);

CREATE INDEX "ix_phone_recording_due" ON "phone_recording" ("next_attempt_at") WHERE state = 'Announced';
