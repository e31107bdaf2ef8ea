-- Parts of a ticket that other units work on, request items, evidence with time and place, head-count of merged tickets.
ALTER TABLE "ticket" ADD COLUMN "sub_task_count" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ticket" ADD COLUMN "member_count" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ticket" ADD COLUMN "request_items_text" TEXT NULL;
ALTER TABLE "ticket" ADD COLUMN "lawful_reasons" TEXT NULL;
ALTER TABLE "ticket_reply" ADD COLUMN "item_answers_text" TEXT NULL;
ALTER TABLE "attachment" ADD COLUMN "taken_at" TEXT NULL;
ALTER TABLE "attachment" ADD COLUMN "taken_place" TEXT NULL;
ALTER TABLE "attachment" ADD COLUMN "taken_stated" INTEGER NOT NULL DEFAULT 0;

UPDATE "ticket" SET "member_count" = (SELECT count(*) FROM "ticket" m WHERE m."master_id" = "ticket"."id")
    WHERE "id" IN (SELECT "master_id" FROM "ticket" WHERE "master_id" IS NOT NULL);

CREATE TABLE "sub_task" (
    "id" TEXT NOT NULL CONSTRAINT "pk_sub_task" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "answers_to" TEXT NOT NULL,
    "under" INTEGER NULL,
    "task" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "added_at" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "due_at" TEXT NOT NULL,
    "warn_at" TEXT NOT NULL,
    "calendar_version" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "explanation_zh" TEXT NOT NULL,
    "explanation_en" TEXT NOT NULL,
    "signed_at" TEXT NULL,
    "signed_by" TEXT NULL,
    "ended_at" TEXT NULL,
    "ended_by" TEXT NULL,
    "reply" TEXT NULL,
    "evidence" TEXT NOT NULL,
    CONSTRAINT "fk_sub_task_ticket_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);
CREATE INDEX "ix_sub_task_ticket" ON "sub_task" ("ticket_id", "sequence");
CREATE INDEX "ix_sub_task_department" ON "sub_task" ("department", "state", "due_at", "id");

CREATE INDEX "ix_ticket_deadline_signing" ON "ticket_deadline" ("due_at") WHERE step = 'Sign' AND met_at IS NULL;
