ALTER TABLE "ticket_history" ADD COLUMN "outcome" TEXT NULL;
