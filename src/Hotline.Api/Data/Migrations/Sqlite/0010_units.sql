CREATE TABLE "staff_delegation" (
    "id" TEXT NOT NULL CONSTRAINT "pk_staff_delegation" PRIMARY KEY,
    "from_user" TEXT NOT NULL,
    "to_user" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "reason" TEXT NOT NULL,
    "made_by" TEXT NOT NULL
);

CREATE INDEX "ix_staff_delegation_to" ON "staff_delegation" ("to_user");

CREATE TABLE "duty_shift" (
    "id" TEXT NOT NULL CONSTRAINT "pk_duty_shift" PRIMARY KEY,
    "department" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "added_by" TEXT NOT NULL
);

CREATE INDEX "ix_duty_shift_department" ON "duty_shift" ("department", "until");
