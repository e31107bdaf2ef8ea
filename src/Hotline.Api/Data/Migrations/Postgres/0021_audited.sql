ALTER TABLE ticket_fact ADD COLUMN found_false boolean NULL;
