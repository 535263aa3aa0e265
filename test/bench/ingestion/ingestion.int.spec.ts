import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const RUN = fileURLToPath(new URL('../run.ts', import.meta.url));

function bench(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const env = { ...process.env, GIMBAL_BENCH_PEERS: 'none' };
  const words = ['--expose-gc', RUN, 'ingestion', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
  return { status, lines: stdout.trim().split('\n'), errors: stderr };
}

describe('npm run bench -- ingestion', () => {
  it('names its parts', () => {
    expect(bench('--only', 'nothing')).toMatchObject({
      status: 2,
      errors: 'Expected parts among venues, chain, backfill, slow; was nothing.\n',
    });
  });

  it('runs at a tiny size: every message and log becomes a fact, and nothing that waits exceeds its bound', () => {
    const { status, lines, errors } = bench('--size', '1000');
    expect(errors).not.toContain('Error');
    const last = /^bench ingestion: (\d+) of (\d+) aims met$/.exec(lines.at(-1)!);
    expect(last, lines.join('\n')).not.toBeNull();
    expect(status).toBe(last![1] === last![2] ? 0 : 1);
    expect(lines.filter((line) => /^(met {3}|missed) {2}/.test(line))).toHaveLength(Number(last![2]));
    expect(lines).toContain('ccxt is skipped: left out of this run');
    for (const aim of ['a backfill brings every log once', 'what waits for a slow log', 'every message was taken']) {
      expect(lines.some((line) => line.startsWith(`met     ${aim}`))).toBe(true);
    }
  }, 120_000);
});
