-- How far the city's mailbox has been read, and the list of mails that were taken for a machine's.
CREATE TABLE "mailbox" (
    "name" TEXT NOT NULL CONSTRAINT "pk_mailbox" PRIMARY KEY,
    "uid_validity" INTEGER NOT NULL,
    "last_uid" INTEGER NOT NULL,
    "failing_uid" INTEGER NULL,
    "failures" INTEGER NOT NULL,
    "owner" TEXT NULL,
    "owned_until" TEXT NULL,
    "looked_at" TEXT NULL,
    "taken_at" TEXT NULL,
    "error" TEXT NULL,
    "error_at" TEXT NULL
);

CREATE INDEX "ix_incoming_message_set_aside" ON "incoming_message" ("id") WHERE state = 'SetAside';
