-- What people decide, the registry of classifiers, and how a challenger compares on live messages.
ALTER TABLE "ticket" ADD COLUMN "model_version" INTEGER NULL;
ALTER TABLE "ticket" ADD COLUMN "model_abstained" INTEGER NULL;

CREATE TABLE "labelled_example" (
    "id" TEXT NOT NULL CONSTRAINT "pk_labelled_example" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "department_code" TEXT NULL,
    "why" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TEXT NOT NULL,
    "model_version" INTEGER NULL,
    "dropped_at" TEXT NULL,
    "dropped_by" TEXT NULL
);
CREATE INDEX "ix_labelled_example_ticket" ON "labelled_example" ("ticket_id");

CREATE TABLE "classifier_model" (
    "id" TEXT NOT NULL CONSTRAINT "pk_classifier_model" PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "trained_at" TEXT NOT NULL,
    "trained_by" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "card" TEXT NOT NULL,
    "evaluation" TEXT NULL,
    "promoted_at" TEXT NULL,
    "promoted_by" TEXT NULL
);
CREATE UNIQUE INDEX "ix_classifier_model_version" ON "classifier_model" ("version");
CREATE UNIQUE INDEX "ix_classifier_model_champion" ON "classifier_model" ("state") WHERE state = 'Champion';

CREATE TABLE "classifier_shadow" (
    "model_id" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "scored" INTEGER NOT NULL,
    "agreed" INTEGER NOT NULL,
    CONSTRAINT "pk_classifier_shadow" PRIMARY KEY ("model_id", "category_code")
);
