import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));

function bench(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', RUN, ...args], { encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n'), errors: stderr };
}

describe('npm run bench', () => {
  it('lists the benches when it is given no name of one', () => {
    for (const args of [[], ['lop']]) {
      const { status, errors } = bench(...args);
      expect(status).toBe(2);
      expect(errors).toMatch(/^Expected one of the benches .*\bloop\b/);
    }
    expect(bench('loop', '--size', 'many')).toMatchObject({
      status: 2,
      errors: 'Expected --size with a whole number above 0, was many.\n',
    });
    expect(bench('loop', '--only', 'nothing').errors).toContain('Expected parts among rebuild');
  });

  it('ends with one plain line and a status that says whether all aims were met', () => {
    const { status, lines, errors } = bench(
      'loop',
      '--size',
      '5000',
      '--only',
      'rebuild',
      '--only',
      'marks',
      '--only',
      'kernels',
    );
    const last = /^bench loop: (\d+) of (\d+) aims met$/.exec(lines.at(-1)!);
    expect(errors).not.toContain('Error');
    expect(last, lines.join('\n')).not.toBeNull();
    // Without Java there is one aim less.
    expect(Number(last![2])).toBeGreaterThanOrEqual(5);
    expect(status).toBe(last![1] === last![2] ? 0 : 1);
    expect(lines.filter((line) => /^(met {3}|missed) {2}/.test(line))).toHaveLength(Number(last![2]));
  }, 180_000);
});
