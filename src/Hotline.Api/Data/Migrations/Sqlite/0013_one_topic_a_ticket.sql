-- A ticket belongs to one topic: two nodes that follow the same log cannot tell the same tickets twice.
DELETE FROM topic_ticket WHERE EXISTS (SELECT 1 FROM topic_ticket b WHERE b.ticket_id = topic_ticket.ticket_id AND b.topic_id < topic_ticket.topic_id);
CREATE UNIQUE INDEX ix_topic_ticket_ticket ON topic_ticket (ticket_id);
