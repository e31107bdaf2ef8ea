CREATE TABLE "topic" (
    "id" TEXT NOT NULL CONSTRAINT "pk_topic" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "district_code" TEXT NULL,
    "count" INTEGER NOT NULL,
    "in_window" INTEGER NOT NULL,
    "expected" REAL NOT NULL,
    "told_at" TEXT NOT NULL,
    "last_at" TEXT NOT NULL
);

CREATE INDEX "ix_topic_last_at" ON "topic" ("last_at");

CREATE TABLE "topic_ticket" (
    "topic_id" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    CONSTRAINT "pk_topic_ticket" PRIMARY KEY ("topic_id", "ticket_id")
);
