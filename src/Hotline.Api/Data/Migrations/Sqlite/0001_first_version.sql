-- The whole schema of the first version. Instants are UTC ISO text of fixed width, ids are UUID version 7 (time ordered), enums are names.

CREATE TABLE "access_log" (
    "id" TEXT NOT NULL CONSTRAINT "pk_access_log" PRIMARY KEY,
    "at" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "ticket_number" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "reason" TEXT NOT NULL
);

CREATE TABLE "attachment" (
    "id" TEXT NOT NULL CONSTRAINT "pk_attachment" PRIMARY KEY,
    "ticket_id" TEXT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NULL,
    "remote_url" TEXT NULL,
    "error" TEXT NULL,
    "attempts" INTEGER NOT NULL,
    "added_at" TEXT NOT NULL,
    "added_by" TEXT NOT NULL
);

CREATE TABLE "draft" (
    "id" TEXT NOT NULL CONSTRAINT "pk_draft" PRIMARY KEY,
    "user_name" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "saved_at" TEXT NOT NULL
);

CREATE TABLE "event_log" (
    "seq" INTEGER NOT NULL CONSTRAINT "pk_event_log" PRIMARY KEY,
    "at" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "audience" TEXT NOT NULL
);

CREATE TABLE "idempotency_key" (
    "key" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_idempotency_key" PRIMARY KEY ("user_name", "key")
);

CREATE TABLE "incoming_message" (
    "id" TEXT NOT NULL CONSTRAINT "pk_incoming_message" PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "channel_account" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "received_at" TEXT NOT NULL,
    "stored_at" TEXT NOT NULL,
    "payload" BLOB NOT NULL,
    "state" TEXT NOT NULL,
    "ticket_id" TEXT NULL,
    "ticket_number" TEXT NULL,
    "error" TEXT NULL,
    "attempts" INTEGER NOT NULL,
    "resolution" TEXT NULL,
    "resolved_by" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "outgoing_notice" (
    "id" TEXT NOT NULL CONSTRAINT "pk_outgoing_notice" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" BLOB NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NULL,
    "provider_id" TEXT NULL,
    "attempts" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "next_attempt_at" TEXT NOT NULL,
    "sent_at" TEXT NULL
);

CREATE TABLE "publication" (
    "id" TEXT NOT NULL CONSTRAINT "pk_publication" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_by_name" TEXT NOT NULL,
    "proposed_at" TEXT NOT NULL,
    "confirmed_by_name" TEXT NULL,
    "published_at" TEXT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "resident" (
    "id" TEXT NOT NULL CONSTRAINT "pk_resident" PRIMARY KEY,
    "name" BLOB NULL,
    "phone" BLOB NULL,
    "email" BLOB NULL,
    "address" BLOB NULL,
    "contact_index" TEXT NULL,
    "created_at" TEXT NOT NULL
);

CREATE TABLE "setting" (
    "key" TEXT NOT NULL CONSTRAINT "pk_setting" PRIMARY KEY,
    "value" TEXT NOT NULL
);

CREATE TABLE "staff" (
    "id" TEXT NOT NULL CONSTRAINT "pk_staff" PRIMARY KEY,
    "display_name" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "roles" TEXT NOT NULL,
    "department_code" TEXT NULL,
    "user_name" TEXT NULL,
    "normalized_user_name" TEXT NULL,
    "email" TEXT NULL,
    "normalized_email" TEXT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NULL,
    "concurrency_stamp" TEXT NULL,
    "phone_number" TEXT NULL,
    "phone_number_confirmed" INTEGER NOT NULL,
    "two_factor_enabled" INTEGER NOT NULL,
    "lockout_end" TEXT NULL,
    "lockout_enabled" INTEGER NOT NULL,
    "access_failed_count" INTEGER NOT NULL
);

CREATE TABLE "ticket" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket" PRIMARY KEY,
    "number" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "type" TEXT NULL,
    "urgency" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "dangers" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "place" TEXT NULL,
    "district_code" TEXT NULL,
    "category_code" TEXT NULL,
    "lead_department" TEXT NULL,
    "resident_id" TEXT NULL,
    "anonymous" INTEGER NOT NULL,
    "confidential" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "master_id" TEXT NULL,
    "received_at" TEXT NOT NULL,
    "suggested_at" TEXT NULL,
    "accepted_at" TEXT NULL,
    "accepted_by" TEXT NULL,
    "dispatched_at" TEXT NULL,
    "closed_at" TEXT NULL,
    "urged_at" TEXT NULL,
    "suggested_category" TEXT NULL,
    "suggested_department" TEXT NULL,
    "suggested_probability" REAL NULL,
    "first_contact_outcome" TEXT NULL,
    "first_contact_at" TEXT NULL,
    "first_contact_by" TEXT NULL,
    "first_contact_note" TEXT NULL,
    "resident_due_at" TEXT NULL,
    "department_due_at" TEXT NULL,
    "last_actor_name" TEXT NOT NULL,
    "history_count" INTEGER NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "ticket_history" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket_history" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT NULL,
    "to" TEXT NULL,
    "actor" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "department" TEXT NULL,
    "note" TEXT NULL
);

CREATE TABLE "ticket_suggestion" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket_suggestion" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "category_code" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,
    "probability" REAL NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT NOT NULL
);

CREATE TABLE "ticket_supplement" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket_supplement" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

CREATE TABLE "staff_claim" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_staff_claim" PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "fk_staff_claim_staff_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);

CREATE TABLE "staff_login" (
    "login_provider" TEXT NOT NULL,
    "provider_key" TEXT NOT NULL,
    "provider_display_name" TEXT NULL,
    "user_id" TEXT NOT NULL,
    CONSTRAINT "pk_staff_login" PRIMARY KEY ("login_provider", "provider_key"),
    CONSTRAINT "fk_staff_login_staff_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);

CREATE TABLE "staff_token" (
    "user_id" TEXT NOT NULL,
    "login_provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NULL,
    CONSTRAINT "pk_staff_token" PRIMARY KEY ("user_id", "login_provider", "name"),
    CONSTRAINT "fk_staff_token_staff_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);

CREATE TABLE "ticket_deadline" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket_deadline" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "clock" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "started_at" TEXT NOT NULL,
    "due_at" TEXT NOT NULL,
    "warn_at" TEXT NOT NULL,
    "met_at" TEXT NULL,
    "dropped" INTEGER NOT NULL,
    "calendar_version" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "calendar_missing" INTEGER NOT NULL,
    "explanation_zh" TEXT NOT NULL,
    "explanation_en" TEXT NOT NULL,
    CONSTRAINT "fk_ticket_deadline_ticket_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);

CREATE TABLE "ticket_rating" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket_rating" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "solved" INTEGER NOT NULL,
    "satisfaction" TEXT NOT NULL,
    "comment" TEXT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_ticket_rating_ticket_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);

CREATE TABLE "ticket_reply" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ticket_reply" PRIMARY KEY,
    "ticket_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "public_text" TEXT NOT NULL,
    "inner_note" TEXT NULL,
    "result" TEXT NOT NULL,
    "legal_basis" TEXT NULL,
    "department" TEXT NULL,
    "replied_by" TEXT NOT NULL,
    "replied_at" TEXT NOT NULL,
    CONSTRAINT "fk_ticket_reply_ticket_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_access_log_ticket" ON "access_log" ("ticket_id");

CREATE INDEX "ix_attachment_fetching" ON "attachment" ("id") WHERE state = 'Fetching';

CREATE INDEX "ix_attachment_ticket" ON "attachment" ("ticket_id");

CREATE UNIQUE INDEX "ix_draft_owner" ON "draft" ("user_name", "ticket_id", "field");

CREATE UNIQUE INDEX "ix_incoming_message_provider" ON "incoming_message" ("channel_account", "provider_id");

CREATE INDEX "ix_incoming_message_quarantined" ON "incoming_message" ("id") WHERE state = 'Quarantined';

CREATE INDEX "ix_outgoing_notice_state" ON "outgoing_notice" ("state", "next_attempt_at");

CREATE INDEX "ix_outgoing_notice_ticket" ON "outgoing_notice" ("ticket_id");

CREATE INDEX "ix_publication_state" ON "publication" ("state", "published_at", "id");

CREATE UNIQUE INDEX "ix_publication_ticket" ON "publication" ("ticket_id");

CREATE UNIQUE INDEX "ix_resident_contact" ON "resident" ("contact_index");

CREATE INDEX "ix_staff_email" ON "staff" ("normalized_email");

CREATE UNIQUE INDEX "ix_staff_user_name" ON "staff" ("normalized_user_name");

CREATE INDEX "ix_staff_claim_user" ON "staff_claim" ("user_id");

CREATE INDEX "ix_staff_login_user" ON "staff_login" ("user_id");

CREATE INDEX "ix_ticket_department_due" ON "ticket" ("department_due_at") WHERE department_due_at IS NOT NULL;

CREATE INDEX "ix_ticket_department_state_received" ON "ticket" ("lead_department", "state", "received_at", "id");

CREATE INDEX "ix_ticket_master" ON "ticket" ("master_id");

CREATE UNIQUE INDEX "ix_ticket_number" ON "ticket" ("number");

CREATE INDEX "ix_ticket_queue" ON "ticket" ("state", "priority", "received_at", "id");

CREATE INDEX "ix_ticket_received" ON "ticket" ("received_at", "id");

CREATE INDEX "ix_ticket_resident" ON "ticket" ("resident_id");

CREATE INDEX "ix_ticket_resident_due" ON "ticket" ("resident_due_at") WHERE resident_due_at IS NOT NULL;

CREATE INDEX "ix_ticket_state_received" ON "ticket" ("state", "received_at", "id");

CREATE INDEX "ix_ticket_unsuggested" ON "ticket" ("id") WHERE suggested_at IS NULL;

CREATE INDEX "ix_ticket_deadline_ticket" ON "ticket_deadline" ("ticket_id");

CREATE UNIQUE INDEX "ix_ticket_history_ticket" ON "ticket_history" ("ticket_id", "sequence");

CREATE UNIQUE INDEX "ix_ticket_rating_ticket" ON "ticket_rating" ("ticket_id", "round");

CREATE INDEX "ix_ticket_reply_ticket" ON "ticket_reply" ("ticket_id");

CREATE UNIQUE INDEX "ix_ticket_suggestion_ticket" ON "ticket_suggestion" ("ticket_id", "rank");

CREATE INDEX "ix_ticket_supplement_ticket" ON "ticket_supplement" ("ticket_id");

-- The end of the gap-free event log; one row, locked by whoever appends.
CREATE TABLE event_counter (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);
INSERT INTO event_counter (id, last) VALUES (1, 0);

-- The last ticket number of a day and channel.
CREATE TABLE ticket_counter (day TEXT NOT NULL, channel INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (day, channel)) WITHOUT ROWID;

-- Full text: tokens are made by the program (pairs of Chinese characters, Latin words) and only split at spaces here.
CREATE VIRTUAL TABLE ticket_search USING fts5(id UNINDEXED, tokens, tokenize = "unicode61 remove_diacritics 0", detail = 'full');
CREATE VIRTUAL TABLE publication_search USING fts5(id UNINDEXED, tokens, tokenize = "unicode61 remove_diacritics 0");
