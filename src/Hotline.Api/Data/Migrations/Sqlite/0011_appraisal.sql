CREATE TABLE "ticket_fact" (
    "ticket_id" TEXT NOT NULL CONSTRAINT "pk_ticket_fact" PRIMARY KEY,
    "closed_on" TEXT NOT NULL,
    "closed_at" TEXT NOT NULL,
    "ended_as" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "department_kind" TEXT NOT NULL,
    "category_code" TEXT NULL,
    "type" TEXT NULL,
    "channel" TEXT NOT NULL,
    "dispatches" INTEGER NOT NULL,
    "wrong_dispatches" INTEGER NOT NULL,
    "signed_in_time" INTEGER NULL,
    "contact_in_time" INTEGER NULL,
    "on_time_original" INTEGER NULL,
    "on_time_extended" INTEGER NULL,
    "promise_kept" INTEGER NULL,
    "returned" INTEGER NOT NULL,
    "extended" INTEGER NOT NULL,
    "reworks" INTEGER NOT NULL,
    "resolution" TEXT NULL,
    "satisfaction" TEXT NULL,
    "asked" TEXT NOT NULL,
    "repeat" INTEGER NULL,
    "came_again" INTEGER NULL,
    "publishable" INTEGER NOT NULL,
    "published" INTEGER NOT NULL,
    "citizen_minutes" INTEGER NOT NULL,
    "excluded" INTEGER NOT NULL,
    "exclusion_reason" TEXT NULL
);

CREATE INDEX "ix_ticket_fact_department" ON "ticket_fact" ("department", "closed_on", "ticket_id");

CREATE INDEX "ix_ticket_fact_closed" ON "ticket_fact" ("closed_on", "ticket_id");

CREATE TABLE "appraisal_total" (
    "span" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "numerator" INTEGER NOT NULL,
    "denominator" INTEGER NOT NULL,
    "left_out" INTEGER NOT NULL,
    CONSTRAINT "pk_appraisal_total" PRIMARY KEY ("span", "day", "department", "metric")
);

CREATE TABLE "appraisal_exclusion" (
    "id" TEXT NOT NULL CONSTRAINT "pk_appraisal_exclusion" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TEXT NOT NULL,
    "decision" TEXT NULL,
    "decided_by_name" TEXT NULL,
    "decided_at" TEXT NULL,
    "appeal_reason" TEXT NULL,
    "appealed_by_name" TEXT NULL,
    "appealed_at" TEXT NULL,
    "final_decision" TEXT NULL,
    "final_by_name" TEXT NULL,
    "final_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_appraisal_exclusion_ticket" ON "appraisal_exclusion" ("ticket_id");

CREATE INDEX "ix_appraisal_exclusion_state" ON "appraisal_exclusion" ("state", "id");
