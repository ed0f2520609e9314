-- Which alerts the operator's webhook was told of, so that no other node and no restart tells of them again. Not of the read model: no event fills it.
CREATE TABLE told_alerts (
    code    text NOT NULL,
    subject text NOT NULL,
    owner   text NOT NULL,
    teller  text NOT NULL,
    text    text NOT NULL,
    since   timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    told_at timestamptz,
    PRIMARY KEY (code, subject));
