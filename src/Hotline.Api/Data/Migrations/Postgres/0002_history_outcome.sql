ALTER TABLE ticket_history ADD COLUMN outcome text;
