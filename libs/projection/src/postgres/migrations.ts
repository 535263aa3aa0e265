import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A service's own schema: rows, checkpoint, snapshot, ownership. One migration class per schema and change. */
export function projectionMigrations(schema: string): (new () => MigrationInterface)[] {
  class CreateProjection1700000000001 implements MigrationInterface {
    name = 'CreateProjection1700000000001';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        CREATE TABLE "${schema}".projection_row (
          table_name text NOT NULL, key text NOT NULL, value bytea NOT NULL, PRIMARY KEY (table_name, key));
        CREATE TABLE "${schema}".projection_checkpoint (
          singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), value bytea NOT NULL);
        CREATE TABLE "${schema}".projection_snapshot (
          singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), taken_at timestamptz NOT NULL DEFAULT now(), value bytea NOT NULL);
        CREATE TABLE "${schema}".ownership (
          singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
          owner text NOT NULL, address text NOT NULL, epoch bigint NOT NULL, expires_at timestamptz NOT NULL);`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(
        `DROP TABLE "${schema}".ownership, "${schema}".projection_snapshot, "${schema}".projection_checkpoint, "${schema}".projection_row;`,
      );
    }
  }
  return [CreateProjection1700000000001];
}
