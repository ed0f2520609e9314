-- Which alerts the operator's webhook was told of, so that no other node and no restart tells of them again. Not of the read model: no event fills it.
CREATE TABLE told_alerts (
    code    TEXT NOT NULL,
    subject TEXT NOT NULL,
    owner   TEXT NOT NULL,
    teller  TEXT NOT NULL,
    text    TEXT NOT NULL,
    since   TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    told_at TEXT,
    PRIMARY KEY (code, subject));
