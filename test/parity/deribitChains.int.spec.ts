import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedChain, toCsv } from './deribitChains/recordedChainCsv.ts';
import type { CsvRow } from './deribitChains/recordedChainCsv.ts';
import { ParityInputError } from './paritySuite.ts';
import deribitChains from './suites/deribit-chains.ts';

let folder = '';
let rows: CsvRow[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chains-'));
  rows = await recordedChain();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await deribitChains.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

async function fileOf(changed: readonly CsvRow[], name = `${crypto.randomUUID()}.csv`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(toCsv(changed)) : toCsv(changed));
  return path;
}

describe('parity deribit-chains', () => {
  it('a recorded chain is within the noise, in a file and, zipped, in a folder', async () => {
    expect(await run(await fileOf(rows))).toMatchObject({ matched: 1, total: 1 });
    const inner = join(folder, 'inner');
    await mkdir(inner);
    await fileOf(rows, 'inner/one.csv.gz');
    const later = rows.map((row) => ({ ...row, timestamp: '2022-01-25T04:30:00.000000+00:00' }));
    await fileOf([...rows, ...later], 'inner/two.csv');
    await writeFile(join(inner, 'README.md'), 'no chain');
    const { matched, total, printed } = await run(inner);
    expect([matched, total]).toEqual([3, 3]);
    expect(printed).toContain('3 snapshots, 0 days with stated noise, 330 options');
  });

  it.each([
    ['mark', 'mark_price', 0.01],
    ['delta', 'delta', 0.1],
    ['vega', 'vega', 0.5],
  ])('sees a chain whose %s is off in every tenth option', async (name, column, by) => {
    const changed = rows.map((row, i) => (i % 10 === 0 ? { ...row, [column]: String(Number(row[column]) + by) } : row));
    const { matched, total, worst } = await run(await fileOf(changed));
    expect([matched, total]).toEqual([0, 1]);
    expect(worst).toContain(`${name} p99`);
  });

  it('allows more noise where the index moved further while tickers were polled', async () => {
    const off = (index: (i: number) => number) => {
      return rows.map((row, i) => {
        const mark = i % 10 === 0 ? Number(row['mark_price']) + 0.01 : row['mark_price'];
        return { ...row, mark_price: String(mark), index_price: String(index(i)) };
      });
    };
    // Three times 1.76e-3 is the bound of p99 where nothing moved; 0.01 needs the index to move by 1.9 times 60 bp.
    expect(await run(await fileOf(off(() => 2400)))).toMatchObject({ matched: 0, total: 1 });
    expect(await run(await fileOf(off((i) => (i === 3 ? 2400 * 1.02 : 2400))))).toMatchObject({ matched: 1, total: 1 });
  });

  it('holds a day to what the data states of it, to one percent', async () => {
    // Of these six 1e-9 alone is less than five printed decimals of delta can leave.
    const header =
      'day,mark_err_p50_coin,mark_err_p99_coin,delta_err_p50,delta_err_p99,vega_relerr_p50,vega_relerr_p99';
    const stated = join(folder, 'stated');
    await mkdir(stated);
    const path = await fileOf(rows, 'stated/day.csv');
    await writeFile(join(stated, 'VALIDATION.csv'), `${header}\n20220125,1e-3,1e-3,1e-3,1e-3,1e-2,1e-2\n`);
    expect(await run(path)).toMatchObject({ matched: 2, total: 2 });
    expect(await run(stated)).toMatchObject({ matched: 2, total: 2 });
    await writeFile(join(stated, 'VALIDATION.csv'), `${header}\n20220125,1e-3,1e-3,1e-9,1e-3,1e-2,1e-2\n`);
    const { matched, total, worst } = await run(path);
    expect([matched, total]).toEqual([1, 2]);
    expect(worst).toContain('day 20220125, delta p50');
  });

  it('leaves malformed rows out, and says what is wrong with how many', async () => {
    const broken = [
      ...rows,
      { ...rows[0]!, instrument_name: 'A', strike: 'x' },
      { ...rows[0]!, instrument_name: 'B', strike: '' },
      { ...rows[0]!, instrument_name: 'C', time_to_maturity: '-1' },
      { ...rows[0]!, instrument_name: 'D', option_type: 'future' },
      { ...rows[0]!, instrument_name: 'E', expiry_datetime: 'soon' },
      { ...rows[0]!, instrument_name: 'F', timestamp: 'now' },
      { ...rows[0]!, instrument_name: 'G', bid_price: 'none' },
      { ...rows[0]!, instrument_name: 'H', vega: '1,2' },
      rows[0]!,
    ];
    const { matched, total, printed } = await run(await fileOf(broken, 'broken.csv'));
    expect([matched, total]).toEqual([1, 1]);
    expect(printed).toContain('110 options');
    expect(printed).toContain('2 malformed rows left out: strike is no number (first in line 112)');
    expect(printed).toContain("1 malformed rows left out: time_to_maturity isn't above 0");
    for (const reason of ['neither call nor put', 'expiry_datetime is no time', 'timestamp is no time']) {
      expect(printed).toContain(reason);
    }
    expect(printed).toContain('bid_price is no number');
    expect(printed).toContain('15 columns expected');
    expect(printed).toContain('instrument_name occurs twice in a snapshot');
  });

  it('refuses what is no chain', async () => {
    const path = join(folder, 'other.csv');
    await writeFile(path, 'a,b\n1,2\n');
    await expect(run(path)).rejects.toThrow(ParityInputError);
    await writeFile(path, Buffer.from([0x1f, 0x8b, 1, 2, 3]));
    await expect(run(path)).rejects.toThrow('Expected CSV');
    await expect(run()).rejects.toThrow('Expected recorded option chains');
  });

  it('has compared nothing when there are no rows', async () => {
    const path = join(folder, 'empty.csv');
    await writeFile(path, toCsv(rows).split('\n')[0]!);
    expect(await run(path)).toMatchObject({ matched: 0, total: 0, worst: 'none' });
  });
});
