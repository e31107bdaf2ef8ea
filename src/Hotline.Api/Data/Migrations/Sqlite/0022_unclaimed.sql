-- What never became a ticket's, by age: the retention rules take its personal data away.
CREATE INDEX "ix_incoming_message_unclaimed" ON "incoming_message" ("id") WHERE ticket_id IS NULL;
CREATE INDEX "ix_call_unclaimed" ON "call" ("first_heard_at") WHERE ticket_id IS NULL AND from_number IS NOT NULL;
