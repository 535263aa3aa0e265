import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ParityInputError } from './paritySuite.ts';
import uniswapSwaps from './suites/uniswap-swaps.ts';

const made = fileURLToPath(new URL('../data/uniswap/', import.meta.url));
const SWAPS = 'a_b_3000_swapEvents.ndjson';
const LIQUIDITY = 'a_b_3000_liquidityEvents.ndjson';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
  for (const name of ['a_b_3000_poolConfig.ndjson', SWAPS, LIQUIDITY]) await cp(join(made, name), join(folder, name));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await uniswapSwaps.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

type Row = Record<string, unknown>;

async function change(name: string, edit: (rows: Row[]) => Row[]): Promise<void> {
  const rows = (await readFile(join(folder, name), 'utf8')).trim().split('\n');
  const edited = edit(rows.map((row) => JSON.parse(row) as Row));
  await writeFile(join(folder, name), edited.map((row) => JSON.stringify(row)).join('\n'));
}

const addTo = (row: Row, field: string, units: bigint): Row => ({
  ...row,
  [field]: String(BigInt(row[field] as string) + units),
});

describe('the uniswap-swaps suite', () => {
  it("reproduces every swap that Uniswap's own contracts logged, in all fee tiers and both spellings", async () => {
    const { matched, total, worst, printed } = await run(made);
    expect([matched, total, worst]).toEqual([146, 146, '0 units']);
    expect(printed).toMatch(/a_b_100: 28 swaps/);
    expect(printed).not.toContain('undetermined');
  });

  it('finds one unit in an amount, and goes on from there', async () => {
    await change(SWAPS, (rows) => rows.map((row, at) => (at === 20 ? addTo(row, 'amount1', 1n) : row)));
    const { matched, total, worst } = await run(folder);
    expect([matched, total]).toEqual([38, 39]);
    expect(worst).toMatch(/^\d+ of \w+ \(.*a_b_3000 block \d+ log \d+\)$/);
  });

  it.each(['sqrtPriceX96', 'liquidity', 'amount0'])('finds a %s that is wrong', async (field) => {
    await change(SWAPS, (rows) => rows.map((row, at) => (at === 30 ? addTo(row, field, 10n ** 12n) : row)));
    const { matched, total } = await run(folder);
    expect([matched, total]).toEqual([38, 39]);
  });

  it('finds a tick that is wrong', async () => {
    await change(SWAPS, (rows) => rows.map((row, at) => (at === 5 ? { ...row, tick: Number(row['tick']) + 1 } : row)));
    const { matched, total } = await run(folder);
    expect([matched, total]).toEqual([38, 39]);
  });

  it('puts rows in the order of the chain', async () => {
    await change(SWAPS, (rows) => rows.toReversed());
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([39, 39]);
    expect(printed).toContain('38 rows stand after one of a later place');
  });

  it('counts apart what cannot be placed, repeats a row or is no swap', async () => {
    await change(SWAPS, (rows) => [...rows, rows[3]!, { ...rows[4]!, blockNumber: undefined }, { note: 'end' }]);
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([39, 39]);
    expect(printed).toContain('2 rows are no swap with a block and a log index');
    expect(printed).toContain('1 rows repeat another');
  });

  it('does not call a swap reproduced when nothing says what was before it', async () => {
    await change('a_b_3000_poolConfig.ndjson', ([row]) => [{ ...row, initialSqrtPriceX96: undefined }]);
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([38, 38]);
    expect(printed).toContain('1 undetermined, no state before it');
  });

  it('tells swaps that miss events before them from wrong ones', async () => {
    await change(SWAPS, (rows) => rows.slice(10));
    const { matched, total, printed } = await run(folder);
    expect(matched).toBe(total);
    expect(printed).toContain('1 undetermined, events missing before it');
  });

  it('says when the liquidity events do not reach back to the beginning', async () => {
    await change(LIQUIDITY, (rows) => rows.slice(2));
    const { matched, total, printed } = await run(folder);
    expect(printed).toContain('ticks incomplete');
    expect(printed).toContain('undetermined');
    expect([matched < 39, matched]).toEqual([true, total]);
  });

  it('takes fee and spacing from the name when there is no configuration, and says so', async () => {
    await rm(join(folder, 'a_b_3000_poolConfig.ndjson'));
    for (const name of [SWAPS, LIQUIDITY]) await rename(join(folder, name), join(folder, name.replace('3000', 'x')));
    const without = await run(folder);
    expect(without.total).toBe(0);
    expect(without.printed).toContain('39 swaps undetermined');
    for (const name of [SWAPS, LIQUIDITY]) {
      await rename(join(folder, name.replace('3000', 'x')), join(folder, name.replace('3000', '03')));
    }
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([38, 38]);
    expect(printed).toContain('assumed: fee of 3000 pips and spacing of 60, by the name');
  });

  it('runs swaps without liquidity events as far as the log carries', async () => {
    await rm(join(folder, LIQUIDITY));
    const { matched, total, printed } = await run(folder);
    expect(matched).toBe(total);
    expect(printed).toContain('undetermined');
  });

  it('refuses a folder without pools, and broken bytes', async () => {
    await expect(run()).rejects.toThrow(ParityInputError);
    const empty = await mkdtemp(join(folder, 'empty-'));
    await expect(run(empty)).rejects.toThrow('Expected files like NAME_swap_events.ndjson.gz, found none.');
    await writeFile(join(folder, SWAPS), gzipSync('x'.repeat(1000)).subarray(0, 20));
    await expect(run(folder)).rejects.toThrow('Expected lines, plain or gzipped');
  });
});

describe('minutes and snapshots of pools', () => {
  const HEADER =
    'timestamp,netAmount0,netAmount1,closeTick,openTick,lowestTick,highestTick,inAmount0,inAmount1,currentLiquidity';
  const NAME = 'polygon-0x45dda9cb7c25131df268515131f647d726f50608-2023-08-17.minute.csv';

  it('are checked apart, and do not count', async () => {
    const rows = [
      '2023-08-17 00:00:00,5,-9,-7,-8,-9,-6,5,0,10',
      '2023-08-17 00:01:00,5,-9,-7.0,-8.0,-9.0,-6.0,5,0,10',
      '2023-08-17 00:03:00,6,-9,-5,-8,-9,-6,5,0,-1',
    ];
    await writeFile(join(folder, NAME), [HEADER, ...rows].join('\n'));
    const { total, printed } = await run(folder);
    expect(total).toBe(39);
    expect(printed).toContain('apart: 2 of 3 minutes in 1 files are consistent');
    expect(printed).toContain('1 closing tick outside lowest to highest');
    expect(printed).toContain('1 liquidity below 0');
    expect(printed).toContain('1 net amount of token0 above what was paid in');
    expect(printed).toContain('1 missing minutes');
  });

  it('a snapshot must agree with its own ticks', async () => {
    // Price 1 is tick 0; 7 in range from -60 to 60.
    const ticks = [
      { key: -60, value: { tickIndex: -60, liquidityGross: '7', liquidityNet: '7' } },
      { key: 60, value: { tickIndex: 60, liquidityGross: '7', liquidityNet: '-7' } },
    ];
    const sound = {
      sqrtPriceX96: String(2n ** 96n),
      liquidity: '7',
      tickCurrent: 0,
      tickManager: JSON.stringify({ ticks_json: ticks }),
    };
    const lines = [sound, { ...sound, liquidity: '8' }].map((row) => JSON.stringify(row));
    await writeFile(join(folder, 'c_d_03_snapshot.ndjson'), lines.join('\n'));
    const { printed } = await run(folder);
    expect(printed).toContain('1 of 2 snapshots agree with their own ticks');
    expect(printed).toContain('Expected a liquidity of 7 by its ticks, was 8.');
  });
});
