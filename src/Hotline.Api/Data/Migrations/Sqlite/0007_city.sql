CREATE TABLE "city_document" (
    "id" TEXT NOT NULL CONSTRAINT "pk_city_document" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "note" TEXT NULL,
    "applied_by" TEXT NOT NULL,
    "applied_at" TEXT NOT NULL
);

CREATE UNIQUE INDEX "ix_city_document_name" ON "city_document" ("name", "version");

CREATE TABLE "deadline_warning" (
    "deadline_id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "department" TEXT NULL,
    "step" TEXT NOT NULL,
    "due_at" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_deadline_warning" PRIMARY KEY ("deadline_id", "level")
);

CREATE INDEX "ix_deadline_warning_at" ON "deadline_warning" ("at", "deadline_id");

CREATE INDEX "ix_deadline_warning_ticket" ON "deadline_warning" ("ticket_id");

ALTER TABLE "ticket_deadline" ADD COLUMN "half_at" TEXT NULL;
ALTER TABLE "ticket_deadline" ADD COLUMN "next_alarm_at" TEXT NULL;

-- Rows from before know no half-way instant: their first warning is the yellow light.
UPDATE "ticket_deadline" SET "next_alarm_at" = "warn_at" WHERE "met_at" IS NULL AND "dropped" = 0;

CREATE INDEX "ix_ticket_deadline_alarm" ON "ticket_deadline" ("next_alarm_at") WHERE next_alarm_at IS NOT NULL;
