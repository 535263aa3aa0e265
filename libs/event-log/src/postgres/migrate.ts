import type pg from 'pg';

/**
 * Makes the tables and the function of the log, or leaves them as they are. An advisory lock makes those wait that
 * start at the same time; without it two `CREATE … IF NOT EXISTS` can fail over the same name.
 */
export async function migrate(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('gimbal event log ' || $1, 0))`, [schema]);
    await client.query(definitions(schema));
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const definitions = (schema: string) => `
SET LOCAL client_min_messages = warning;

CREATE SCHEMA IF NOT EXISTS ${schema};

CREATE TABLE IF NOT EXISTS ${schema}.log_topic (
  topic_id     smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name         text NOT NULL UNIQUE,
  partitions   integer NOT NULL CHECK (partitions > 0),
  -- Null keeps for ever.
  retention_ms bigint
);

-- One row a partition, written by each append. Space is left in its page, so that no index is touched.
CREATE TABLE IF NOT EXISTS ${schema}.log_head (
  topic_id     smallint NOT NULL REFERENCES ${schema}.log_topic,
  partition    integer NOT NULL,
  next_offset  bigint NOT NULL DEFAULT 0,
  first_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic_id, partition)
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- A batch as it was appended, or several that were merged: canonical bytes of consecutive records.
CREATE TABLE IF NOT EXISTS ${schema}.log_segment (
  topic_id    smallint NOT NULL,
  partition   integer NOT NULL,
  base_offset bigint NOT NULL,
  count       integer NOT NULL CHECK (count > 0),
  bytes       integer NOT NULL,
  -- Of the newest record in it.
  appended_at timestamptz NOT NULL DEFAULT now(),
  data        bytea NOT NULL,
  PRIMARY KEY (topic_id, partition, base_offset)
);
-- Protobuf hardly compresses, and a reader would pay for it each time.
ALTER TABLE ${schema}.log_segment ALTER COLUMN data SET STORAGE EXTERNAL;

-- How far a partition has been merged for good.
CREATE TABLE IF NOT EXISTS ${schema}.log_merge (
  topic_id  smallint NOT NULL,
  partition integer NOT NULL,
  merged_to bigint NOT NULL,
  PRIMARY KEY (topic_id, partition)
);

-- Appends one segment for each element of the arrays; their bytes stand one after the other in payload. The callers
-- sort by partition, so that two appends never wait for each other. The row of log_head stays locked until the commit:
-- therefore offsets become visible in their order, and a reader never passes a hole.
CREATE OR REPLACE FUNCTION ${schema}.log_append(
  topic_ids smallint[], partitions integer[], counts integer[], sizes integer[], payload bytea, channel text
) RETURNS bigint[] LANGUAGE plpgsql AS $body$
DECLARE
  bases bigint[] := '{}';
  base  bigint;
  start integer := 1;
  hint  text := '';
BEGIN
  FOR i IN 1 .. cardinality(topic_ids) LOOP
    UPDATE ${schema}.log_head h SET next_offset = h.next_offset + counts[i]
      WHERE h.topic_id = topic_ids[i] AND h.partition = partitions[i]
      RETURNING h.next_offset - counts[i] INTO STRICT base;
    IF counts[i] > 0 THEN
      INSERT INTO ${schema}.log_segment (topic_id, partition, base_offset, count, bytes, data)
        VALUES (topic_ids[i], partitions[i], base, counts[i], sizes[i], substring(payload FROM start FOR sizes[i]));
    END IF;
    start := start + sizes[i];
    bases := bases || base;
    hint := hint || topic_ids[i] || ':' || partitions[i] || ':' || base + counts[i] || ' ';
  END LOOP;
  PERFORM pg_notify(channel, CASE WHEN length(hint) < 7900 THEN hint ELSE '' END);
  RETURN bases;
END
$body$;
`;
