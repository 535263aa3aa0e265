import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workedCase, workedSrmCase, workedSrmPortfolio } from './derive/workedCase.ts';
import { ParityInputError } from './paritySuite.ts';
import type { ParitySuite } from './paritySuite.ts';
import derivePmrm2 from './suites/derive-pmrm2.ts';
import deriveSrm from './suites/derive-srm.ts';

const vectors = fileURLToPath(new URL('../../../shared/vectors/derive/', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-derive-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}-${name}`);
  await writeFile(path, content);
  return path;
}

async function run(suite: ParitySuite, ...paths: string[]) {
  const lines: string[] = [];
  const outcome = await suite.run(paths, (line) => lines.push(line));
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

const lines = (...cases: unknown[]): string => cases.map((one) => JSON.stringify(one)).join('\n');
type Published = typeof workedCase;

describe('parity derive-pmrm2', () => {
  it('the worked case, with all that it publishes', async () => {
    const { matched, total, printed } = await run(derivePmrm2, await file('cases.ndjson', lines(workedCase)));
    expect([matched, total]).toEqual([1, 1]);
    expect(printed).toContain('intermediates: 7 of 7 within 1e-8');
  });

  it('reads gzipped lines, a list, one case, and cases by name', async () => {
    const paths = [
      await file('cases.ndjson.gz', gzipSync(lines(workedCase, workedCase))),
      await file('list.json', JSON.stringify([workedCase])),
      await file('one.json', JSON.stringify(workedCase)),
      await file('named.json.gz', gzipSync(JSON.stringify({ first: workedCase }))),
    ];
    expect(await run(derivePmrm2, ...paths)).toMatchObject({ matched: 5, total: 5 });
  });

  it.each(['IM', 'MM', 'PortfolioMTM'] as const)('a %s off by 2e-8 does not match', async (field) => {
    const Result = { ...workedCase.Result, [field]: workedCase.Result[field] * (1 + 2e-8) };
    const { matched, total, printed } = await run(
      derivePmrm2,
      await file('off.ndjson', lines({ ...workedCase, Result }, workedCase)),
    );
    expect([matched, total]).toEqual([1, 2]);
    expect(printed).toContain(`differs: ${workedCase.case}`);
  });

  it('an intermediate that is off is named', async () => {
    const Result = { ...workedCase.Result, tail_losses: [['0.5', 1, '-3058.9']] };
    const { printed } = await run(derivePmrm2, await file('off.ndjson', lines({ ...workedCase, Result })));
    expect(printed).toContain('intermediate differs: test_12_risk_cancelling_naked_short_call: loss at 1.5 up');
    expect(printed).toContain('intermediates: 6 of 7');
  });

  it('names malformed cases and goes on', async () => {
    const without = (key: keyof Published): object => ({ ...workedCase, case: `no ${key}`, [key]: undefined });
    const [feed] = workedCase.Scenario.OptionFeeds;
    const withFeed = (changes: object): object => ({
      ...workedCase,
      case: Object.keys(changes).join(),
      Scenario: { ...workedCase.Scenario, OptionFeeds: [{ ...feed, ...changes }] },
    });
    const text = [
      lines(without('Parameters'), without('Result'), withFeed({ SVIparam: [1, 2] }), withFeed({ Rate: 'much' })),
      '{"case": "cut off',
      JSON.stringify(workedCase),
    ].join('\n');
    const { matched, total, printed } = await run(derivePmrm2, await file('bad.ndjson', text));
    expect([matched, total]).toEqual([1, 1]);
    expect(printed).toContain('malformed, left out: no Parameters: Parameters is no object');
    expect(printed).toContain('malformed, left out: no Result: Result is no object');
    expect(printed).toContain('malformed, left out: SVIparam: SVIparam has 2 of 7 numbers');
    expect(printed).toContain('malformed, left out: Rate: Rate is no number: "much"');
    expect(printed).toContain('a line of JSON with an object was expected');
    expect(printed).toContain('5 malformed cases left out');
  });

  it('names what the engine refuses, and counts it as no match', async () => {
    const Scenario = { ...workedCase.Scenario, SpotConfidence: 1.5 };
    const { matched, total, printed } = await run(
      derivePmrm2,
      await file('refused.ndjson', lines({ ...workedCase, Scenario })),
    );
    expect([matched, total]).toEqual([0, 1]);
    expect(printed).toContain('ConfidenceOutOfRange: Expected a confidence from 0 to 1 for spot, was 1.5.');
  });

  it('ends as every suite ends, and with its status', async () => {
    const good = await command('derive-pmrm2', await file('good.ndjson', lines(workedCase)));
    expect(good.status).toBe(0);
    expect(good.lastLine).toMatch(/^parity derive-pmrm2: 1 of 1 within 1e-8 relative, worst \S+ \(\w+ of test_12/);
    const Result = { ...workedCase.Result, IM: 0 };
    const bad = await command('derive-pmrm2', await file('bad.ndjson', lines({ ...workedCase, Result })));
    expect(bad.status).toBe(1);
    const none = await command('derive-pmrm2', await file('none.json', '7'));
    expect(none).toMatchObject({ status: 2, errors: expect.stringContaining('Expected JSON with cases') });
    await expect(run(derivePmrm2)).rejects.toBeInstanceOf(ParityInputError);
  });
});

describe('parity derive-srm', () => {
  it('reads both formats', async () => {
    const path = await file('cases.json', JSON.stringify({ Test17: workedSrmCase, perp: workedSrmPortfolio }));
    expect(await run(deriveSrm, path)).toMatchObject({ matched: 2, total: 2 });
  });

  it('a margin off by 2e-9, or by a dollar, does not match', async () => {
    const Result = { ...workedSrmCase.Result, realIM: workedSrmCase.Result.realIM * (1 + 2e-9) };
    const results = { mm: -101, im: -130 };
    const cases = { off: { ...workedSrmCase, Result }, whole: { ...workedSrmPortfolio, results } };
    const { matched, total, printed } = await run(deriveSrm, await file('off.json', JSON.stringify(cases)));
    expect([matched, total]).toEqual([0, 2]);
    expect(printed).toContain('differs: off: IM');
    expect(printed).toContain('differs: whole: IM expected -130, was -131');
  });

  it('names malformed cases and goes on', async () => {
    const Scenario = { ...workedSrmCase.Scenario, USDCValue: 'one' };
    const cases = {
      bad: { ...workedSrmCase, Scenario },
      empty: {},
      text: 'x',
      date: {
        ...workedSrmPortfolio,
        options: [{ amount: 1, expiry: '19991231', strike: 1, type: 'put', underlying: 'eth' }],
      },
      good: workedSrmCase,
    };
    const { matched, total, printed } = await run(deriveSrm, await file('bad.json', JSON.stringify(cases)));
    expect([matched, total]).toEqual([1, 1]);
    expect(printed).toContain('malformed, left out: bad: USDCValue is no number: "one"');
    expect(printed).toContain('malformed, left out: text: an object was expected');
    expect(printed).toContain('malformed, left out: date: an option names an unknown expiry: 19991231');
  });
});

describe.skipIf(!existsSync(vectors))('the published cases, where they are at hand', () => {
  it('PMRM_2: every margin and every intermediate', async () => {
    const { matched, total, printed } = await run(derivePmrm2, vectors);
    expect(total).toBeGreaterThanOrEqual(75);
    expect(matched).toBe(total);
    expect(printed).not.toContain('differs');
  });

  it('SRM: every margin and every intermediate', async () => {
    const { matched, total, printed } = await run(deriveSrm, vectors);
    expect(total).toBeGreaterThanOrEqual(35);
    expect(matched).toBe(total);
    expect(printed).not.toContain('differs');
  });
});
