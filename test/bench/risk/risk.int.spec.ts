import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const RUN = fileURLToPath(new URL('../run.ts', import.meta.url));

function bench(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const env = { ...process.env, GIMBAL_BENCH_PEERS: 'none' };
  const words = ['--expose-gc', RUN, 'risk', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
  return { status, lines: stdout.trim().split('\n'), errors: stderr };
}

describe('npm run bench -- risk', () => {
  it('names its parts', () => {
    expect(bench('--only', 'nothing')).toMatchObject({
      status: 2,
      errors: 'Expected parts among revaluation, growth, memory, stage, rebuild, live; was nothing.\n',
    });
  });

  it('runs at a tiny size, and counts what needs an absent peer as missed', () => {
    const parts = ['revaluation', 'growth', 'memory', 'stage'];
    const { status, lines, errors } = bench('--size', '2000', ...parts.flatMap((part) => ['--only', part]));
    expect(errors).not.toContain('Error');
    const last = /^bench risk: (\d+) of (\d+) aims met$/.exec(lines.at(-1)!);
    expect(last, lines.join('\n')).not.toBeNull();
    expect(status).toBe(1);
    const aims = lines.filter((line) => /^(met {3}|missed) {2}/.test(line));
    expect(aims).toHaveLength(Number(last![2]));
    expect(aims.filter((line) => line.endsWith('the peer is missing'))).toHaveLength(2);
    for (const part of parts) expect(lines).toContain(`== ${part} ==`);
  }, 60_000);
});
