-- Old models lose their files and keep their rows; tickets that came while suggestions were off are found again.
ALTER TABLE classifier_model ADD COLUMN file_deleted_at timestamp with time zone;

CREATE INDEX ix_ticket_unadvised ON ticket (id) WHERE suggested_at IS NOT NULL AND model_version IS NULL AND suggested_category IS NULL AND state IN ('Received', 'Accepted');
