-- One bid as it is usually entered: lock the lot, look, insert the bid, update the lot, commit. For pgbench.
\set bidder random(1, 32)
BEGIN;
SELECT price + 100 AS amount FROM lots WHERE id = 1 AND ends_at > now() FOR UPDATE \gset
INSERT INTO bids (lot_id, bidder_id, amount, at) VALUES (1, :bidder, :amount, clock_timestamp());
UPDATE lots SET price = :amount, leader_id = :bidder, bid_count = bid_count + 1 WHERE id = 1;
COMMIT;
