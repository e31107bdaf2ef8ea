-- How far the city's accounts at microblogs have been read, what calls they have used, and where answers go.
CREATE TABLE "mention_account" (
    "account" TEXT NOT NULL CONSTRAINT "pk_mention_account" PRIMARY KEY,
    "cursors" TEXT NOT NULL,
    "owner" TEXT NULL,
    "owned_until" TEXT NULL,
    "looked_at" TEXT NULL,
    "taken_at" TEXT NULL,
    "error" TEXT NULL,
    "error_at" TEXT NULL,
    "token_ends_at" TEXT NULL,
    "token_asked_at" TEXT NULL,
    "token_told_at" TEXT NULL
);

CREATE TABLE "provider_calls" (
    "account" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "readings" INTEGER NOT NULL,
    "replies" INTEGER NOT NULL,
    CONSTRAINT "pk_provider_calls" PRIMARY KEY ("account", "day")
);

CREATE TABLE "microblog_thread" (
    "id" TEXT NOT NULL CONSTRAINT "pk_microblog_thread" PRIMARY KEY,
    "reply_to" BLOB NOT NULL,
    "private_reply_to" BLOB NULL
);
