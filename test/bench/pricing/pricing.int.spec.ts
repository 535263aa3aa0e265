import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const RUN = fileURLToPath(new URL('../run.ts', import.meta.url));

function bench(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const env = { ...process.env, GIMBAL_BENCH_PEERS: 'none' };
  const words = ['--expose-gc', RUN, 'pricing', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
  return { status, lines: stdout.trim().split('\n'), errors: stderr };
}

describe('npm run bench -- pricing', () => {
  it('names its parts', () => {
    expect(bench('--only', 'nothing')).toMatchObject({
      status: 2,
      errors: 'Expected parts among accuracy, greeks, implied, scenarios, growth; was nothing.\n',
    });
  });

  it('runs every part at a tiny size, and counts what needs an absent peer as missed', () => {
    const { status, lines, errors } = bench('--size', '640');
    expect(errors).not.toContain('Error');
    const last = /^bench pricing: (\d+) of (\d+) aims met$/.exec(lines.at(-1)!);
    expect(last, lines.join('\n')).not.toBeNull();
    expect(status).toBe(1);
    const aims = lines.filter((line) => /^(met {3}|missed) {2}/.test(line));
    expect(aims).toHaveLength(Number(last![2]));
    const absent = aims.filter((line) => line.endsWith('QuantLib C++ is missing'));
    expect(absent.length).toBeGreaterThanOrEqual(3);
    for (const line of absent) expect(line).toMatch(/^missed/);
    expect(aims.find((line) => line.includes('more exact than every peer'))).toMatch(/^missed.*no peer is here$/);
    for (const part of ['accuracy', 'greeks', 'implied', 'scenarios', 'growth'])
      expect(lines).toContain(`== ${part} ==`);
  });
});
