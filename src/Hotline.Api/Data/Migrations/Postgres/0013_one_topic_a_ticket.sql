-- A ticket belongs to one topic: two nodes that follow the same log cannot tell the same tickets twice.
DELETE FROM topic_ticket a USING topic_ticket b WHERE a.ticket_id = b.ticket_id AND a.topic_id > b.topic_id;
CREATE UNIQUE INDEX ix_topic_ticket_ticket ON topic_ticket (ticket_id);
