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

const fieldPaidIn = (row: Row): string => (BigInt(row['amount0'] as string) > 0n ? 'amount0' : 'amount1');

describe('the uniswap-swaps suite', () => {
  it("reproduces every swap that Uniswap's own contracts logged, in all fee tiers and both spellings", async () => {
    const { matched, total, worst, printed } = await run(made);
    expect([matched, total, worst]).toEqual([374, 374, '0 units']);
    expect(printed).toMatch(/a_b_100: 28 swaps/);
    expect(printed).not.toContain('undetermined');
  });

  it.each([2, 11, 20, 29, 38])('finds one unit more than was asked for in row %i', async (at) => {
    await change(SWAPS, (rows) => {
      const asked = rows.map((row): Row => ({ ...row, amountSpecified: row[fieldPaidIn(row)] }));
      return asked.with(at, addTo(asked[at]!, fieldPaidIn(asked[at]!), 1n));
    });
    const { matched, total } = await run(folder);
    expect([matched, total]).toEqual([38, 39]);
  });

  it('takes back rows that say they were removed', async () => {
    await change(SWAPS, (rows) => {
      const orphan = addTo(rows[7]!, 'amount1', 5n);
      return [
        ...rows.slice(0, 7),
        orphan,
        { ...orphan, removed: true },
        ...rows.slice(7),
        { ...rows[9], removed: 'false' },
      ];
    });
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([39, 39]);
    expect(printed).toContain('1 rows say that a log was undone');
    expect(printed).toContain('1 rows repeat another');
  });

  it('reads an archive in parts, two pools in a folder, and names what it does not read', async () => {
    const rows = (await readFile(join(folder, SWAPS), 'utf8')).trim().split('\n');
    await rm(join(folder, SWAPS));
    await writeFile(join(folder, 'a_b_3000_swapEvents_2.ndjson'), rows.slice(20).join('\r\n'));
    await writeFile(
      join(folder, 'a_b_3000_2023-11_swap_events.jsonl.gz'),
      gzipSync(`\uFEFF${rows.slice(0, 20).join('\n')}`),
    );
    await writeFile(join(folder, 'notes.csv'), 'a,b');
    for (const kind of ['pool_config', 'liquidity_events', 'swap_events']) {
      const name = `usd_3000_${kind}.ndjson.gz`;
      await cp(join(made, name), join(folder, name));
    }
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([95, 95]);
    expect(printed).toContain('notes.csv: neither events nor minutes of a pool, not read');
  });

  it('reads numbers in other clothes, as long as no digit is lost', async () => {
    await change(SWAPS, (rows) =>
      rows.map((row, at) => ({
        ...row,
        tick: `${String(row['tick'])}.0`,
        blockNumber: at < 5 ? Number(row['blockNumber']) : `${String(row['blockNumber'])}e0`,
      })),
    );
    // 17 digits is what a double has: nobody knows what the eighteenth was.
    await change(LIQUIDITY, (rows) =>
      rows.map((row, at) => (at === 0 ? { ...row, amount0: '1.2345678901234567e+20' } : row)),
    );
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([39, 39]);
    expect(printed).toMatch(/amounts of (\d+) of \1 mints and burns equal/);
  });

  it('passes over events that move nothing, and does without the liquidity that an index lacks', async () => {
    await change(LIQUIDITY, (rows) => [{ type: 'Collect', blockNumber: 1, logIndex: 1 }, ...rows, { event: 'Flash' }]);
    await change(SWAPS, (rows) => rows.map((row) => ({ ...row, liquidity: '-1' })));
    const { matched, total, printed } = await run(folder);
    expect([matched, total]).toEqual([39, 39]);
    expect(printed).toContain("39 swaps don't say the liquidity after them");
    expect(printed).not.toContain('undetermined');
  });

  it('names the liquidity that is missing, and calls no swap wrong or reproduced for it', async () => {
    await change(LIQUIDITY, (rows) => rows.filter((_, at) => at !== 3));
    const { matched, total, printed } = await run(folder);
    expect(printed).toContain('ticks incomplete');
    expect(printed).toMatch(/[1-9]\d* undetermined, liquidity events missing/);
    expect(matched).toBe(total);
    expect(printed).toMatch(/apart: [1-9]\d* of 39 rows of swaps, each named above/);
  });

  it('runs a pool from the middle of its life from what the log says', async () => {
    await change('a_b_3000_poolConfig.ndjson', ([row]) => [{ ...row, initialSqrtPriceX96: undefined }]);
    await change(LIQUIDITY, (rows) => rows.slice(4));
    await change(SWAPS, (rows) => rows.slice(15));
    const { matched, total, printed } = await run(folder);
    expect(matched).toBe(total);
    expect(printed).toContain('1 undetermined, no state before it');
    await change(SWAPS, (rows) => rows.map((row, at) => (at === 3 ? { ...row, tick: Number(row['tick']) + 1 } : row)));
    expect((await run(folder)).total).toBe(total);
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

  it('a closing tick that was carried over from the minute before is counted as that', async () => {
    const rows = [
      '2023-08-17 00:00:00,5,-9,-7,-8,-9,-6,5,0,10',
      // Traded, and yet tick and liquidity of the row before: the minute ended with a mint, a burn or a collect.
      '2023-08-17 00:01:00,5,-9,-7,-2,-3,-1,5,0,10',
      // Another liquidity, so it is none of that.
      '2023-08-17 00:02:00,5,-9,-7,-2,-3,-1,5,0,11',
    ];
    await writeFile(join(folder, NAME), [HEADER, ...rows].join('\n'));
    const { printed } = await run(folder);
    expect(printed).toContain('apart: 1 of 3 minutes in 1 files are consistent, 1 more but for the closing tick');
    expect(printed).toContain('1 closing tick outside lowest to highest');
  });

  it('come in other columns, clothes and times, and under other names', async () => {
    const header =
      '\uFEFF,Timestamp,net_amount0,"netAmount1",closeTick,openTick,lowestTick,highestTick,inAmount0,inAmount1,currentLiquidity,fee_rate';
    const rows = [
      '0,2024-02-15T00:00:00+00:00,-1.5e+18,"3",-887272.0,-887272.0,-887272.0,-887272.0,0.0,3,1.2345678901234567e+21,500',
      '1,1707955260,0,0,-887272,-887272,-887272,-887272,0,0,1,500',
      '2,1707955320000,-1,0,-887272,-887272,-887272,-887272,0,0,1,500',
      '3,2024-02-15 00:03:00,,,,,,,,,,',
      '4,2024-02-15 00:04:00,0,0',
    ];
    await writeFile(join(folder, 'made.csv.gz'), gzipSync([header, ...rows].join('\r\n')));
    const { printed } = await run(folder);
    expect(printed).toContain('apart: 2 of 5 minutes in 1 files are consistent');
    expect(printed).toContain('1 paid out for nothing paid in');
    expect(printed).toContain('2 no tick');
    expect(printed).not.toContain('no time');
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
