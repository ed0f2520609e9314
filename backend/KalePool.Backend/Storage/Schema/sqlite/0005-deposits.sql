-- Up to where in the order of the chain's events deposits have been recorded: one row.

CREATE TABLE deposit_position (
    id       integer NOT NULL PRIMARY KEY CHECK (id = 1),
    position text NOT NULL);
