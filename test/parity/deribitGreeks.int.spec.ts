import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { greekBounds } from './deribitGreeks/greekBounds.ts';
import { ParityInputError } from './paritySuite.ts';
import deribitGreeks from './suites/deribit-greeks.ts';

const dataFolder = fileURLToPath(new URL('../data/options/', import.meta.url));
const recorded = join(dataFolder, 'eth_2022-01-25T0330Z.json.gz');
const withoutGreeks = join(dataFolder, 'eth_2021-10-01T0702Z_nogreeks.json.gz');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function changedRecord(change: (option: Record<string, unknown>) => void): Promise<string> {
  const record = JSON.parse(gunzipSync(await readFile(recorded)).toString()) as {
    params: { options: Record<string, unknown>[] };
  };
  change(record.params.options[60]!);
  const path = join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(path, JSON.stringify(record));
  return path;
}

/** Runs the suite in this process and returns what it printed with how it ended. */
async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await deribitGreeks.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

/** Runs the command as a person would and returns status, last line of output, and errors. */
function command(...args: string[]): Promise<{ status: number; lastLine: string; errors: string }> {
  const runner = fileURLToPath(new URL('./run.ts', import.meta.url));
  return new Promise((done) => {
    execFile(process.execPath, [runner, ...args], (error, output, errors) => {
      const status = typeof error?.code === 'number' ? error.code : 0;
      done({ status, lastLine: output.trimEnd().split('\n').at(-1) ?? '', errors });
    });
  });
}

describe('parity deribit-greeks', () => {
  it('all five recorded venue Greeks of 110 options agree', async () => {
    expect(await run(recorded)).toMatchObject({ matched: 550, total: 550 });
  });

  it('reads a folder, and says which options have nothing to compare', async () => {
    const { matched, total, printed } = await run(dataFolder);
    expect([matched, total]).toEqual([550, 550]);
    expect(printed).toContain('79 options carry no venue Greeks and are not counted');
  });

  it.each(['delta', 'gamma', 'vega', 'theta', 'rho'])(
    'sees a %s that is off by 1 %% and two printed units',
    async (greek) => {
      const path = await changedRecord((option) => (option[greek] = (option[greek] as number) * 1.01 + 2e-5));
      const { matched, total, worst } = await run(path);
      expect([matched, total]).toEqual([549, 550]);
      expect(worst).toContain(greek);
    },
  );

  it('counts an option that only the venue could value as a difference', async () => {
    const path = await changedRecord((option) => (option['markIV'] = 0));
    expect(await run(path)).toMatchObject({ matched: 545, total: 550 });
  });

  it('refuses what is no option summary', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{');
    await expect(run(broken)).rejects.toThrow(ParityInputError);
    await expect(run()).rejects.toThrow('Expected option summaries');
    const noIv = await changedRecord((option) => (option['markIV'] = '57'));
    await expect(run(noIv)).rejects.toThrow('Expected a number as markIV');
  });

  it('caps theta at the life that is left', () => {
    // mpmath: -F·n(d1)·σ/(2√τ)/365 = -33.40871866 a day at F = K = 2000, σ 0.8 and six hours; a quarter of a day is left.
    const bounds = greekBounds({
      symbol: 'at the money',
      right: 'call',
      strike: 2000,
      forward: 2000,
      markIvPercent: 80,
      secondsToExpiry: 21_600,
      greeks: {},
    })!;
    expect(bounds.theta.low).toBeLessThanOrEqual(-8.352179666);
    expect(bounds.theta.high).toBeGreaterThanOrEqual(-8.352179666);
    expect(bounds.theta.high - bounds.theta.low).toBeLessThan(0.01);
  });
});

describe('npm run parity', () => {
  it('ends in one plain line and status 0 when everything matched', async () => {
    const { status, lastLine } = await command('deribit-greeks', recorded);
    expect(status).toBe(0);
    expect(lastLine).toMatch(/^parity deribit-greeks: 550 of 550 within .+, worst .+$/);
  });

  it('fails when nothing was compared', async () => {
    const { status, lastLine } = await command('deribit-greeks', withoutGreeks);
    expect(status).toBe(1);
    expect(lastLine).toMatch(/^parity deribit-greeks: 0 of 0 within .+, worst none$/);
  });

  it('lists the suites when it does not know one', async () => {
    const { status, errors } = await command('no-such-suite');
    expect(status).toBe(2);
    expect(errors).toContain('deribit-greeks');
    expect((await command('../run')).status).toBe(2);
    expect((await command()).status).toBe(2);
  });

  it('names a path that it cannot read', async () => {
    const { status, errors } = await command('deribit-greeks', join(folder, 'missing.json'));
    expect(status).toBe(2);
    expect(errors).toContain('missing.json (ENOENT)');
  });
});
