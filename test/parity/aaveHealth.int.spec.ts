import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreedPrice } from './aaveHealth/agreedPrice.ts';
import { unitsIn } from './aaveHealth/unitsIn.ts';
import { ParityInputError } from './paritySuite.ts';
import aaveHealth from './suites/aave-health.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'positions-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await aaveHealth.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

async function fileOf(name: string, lines: readonly string[]): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'case-')), name);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(lines.join('\n')) : lines.join('\n'));
  return path;
}

const user = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;

/**
 * Made by hand, with wstETH at 2,000 and ETH at 1,800 USD. Health is collateral · threshold / debt:
 * 20,000·0.8/9,000; 40,000·0.8/18,000; 10,000·0.93/9,000 in e-mode; 30,000·0.93/27,000; 60,000·0.93/54,000;
 * 6,000·0.8/3,000 with debt in another asset; 5,000·0.76/1,800 with collateral in others; and one that owes nothing that
 * the file has, 7,000·0.7512/4,000.
 */
const V3_HEADER = ',user,collateral,debt,available_borrow,threshold,ltv,healthf,amount,ethdebt,emode,steth_price';
const V3 = [
  V3_HEADER,
  `0,${user(1)},20000.0,9000.0,0,8000,6900,1.7777777777777777,10.0,5.0,0,2000.3`,
  `1,${user(2)},40000.0,18000.0,0,8000,6900,1.7777777777777777,20.0,10.0,0,2000.3`,
  `2,${user(3)},10000.0,9000.0,0,9300,9000,1.0333333333333334,5.0,5.0,1,2000.3`,
  `3,${user(4)},30000.0,27000.0,0,9300,9000,1.0333333333333334,15.0,15.0,1,2000.3`,
  `4,${user(5)},60000.0,54000.0,0,9300,9000,1.0333333333333334,30.0,30.0,1,2000.3`,
  `5,${user(6)},6000.0,3000.0,0,8000,6900,1.6,3.0,0.0,0,2000.3`,
  `6,${user(7)},5000.0,1800.0,0,7600,6900,2.111111111111111,1.0,1.0,0,2000.3`,
  `7,${user(8)},7000.0,4000.0,0,7512,6900,1.3146,0.0,0.0,0,2000.3`,
];

/** In ETH: 10·0.83/5, 20·0.83/5, 30·0.83/5 with stETH at 1, and 1.5e-05·0.81/5e-06. */
const V2_HEADER = ',user,collateral,debt,available_borrow,threshold,ltv,healthf,amount,ethdebt';
const V2 = [
  V2_HEADER,
  `0,${user(1)},10.0,5.0,0,8300,7200,1.66,10.0,5.0`,
  `1,${user(2)},20.0,5.0,0,8300,7200,3.32,20.0,5.0`,
  `2,${user(3)},30.0,5.0,0,8300,7200,4.98,30.0,5.0`,
  `3,${user(4)},1.5e-05,5e-06,0,8100,7200,2.43,1.0e-06,0.0`,
];

describe('parity aave-health', () => {
  it('takes accounts by reserve where balances explain their totals, else on the totals', async () => {
    const { matched, total, printed } = await run(await fileOf('positions_v3.csv.gz', V3));
    expect([matched, total]).toEqual([8, 8]);
    expect(printed).toContain(
      'positions_v3.csv.gz: aave-v3.0, 8 accounts, 5 by reserves, 1 by reserve and total debt, ' +
        '1 by total collateral and reserve, 1 on totals',
    );
  });

  it('reads Aave v2, in ETH, by its columns', async () => {
    const { matched, total, printed } = await run(await fileOf('any name.csv', V2));
    expect([matched, total]).toEqual([4, 4]);
    expect(printed).toContain('aave-v2, 4 accounts, 3 by reserves');
  });

  it.each([
    ['health', 1, '1.7777777777777777', '1.7777777957'],
    ['the threshold', 8, '7512', '7513'],
    ['a total', 8, '7000.0', '7000.0001'],
  ])('sees that %s is off', async (_what, line, from, to) => {
    const changed = V3.map((text, i) => (i === line ? text.replace(from, to) : text));
    const { matched, total, worst } = await run(await fileOf('off.csv', changed));
    expect([matched, total]).toEqual([7, 8]);
    expect(worst).toContain(`off.csv:${line + 1}`);
  });

  it('names malformed rows by file and line, and goes on', async () => {
    const broken = [
      ...V3,
      `8,${user(9)},x,9000.0,0,8000,6900,1.7,10.0,5.0,0,2000.3`,
      `9,nobody,20000.0,9000.0,0,8000,6900,1.7,10.0,5.0,0,2000.3`,
      `10,${user(10)},20000.0,9000.0,0,80.5,6900,1.7,10.0,5.0,0,2000.3`,
      `11,${user(11)},20000.0,9000.0,0,8000,6900,inf,10.0,5.0,0,2000.3`,
      `12,${user(12)},20000.0`,
      `13,${user(1)},20000.0,9000.0,0,8000,6900,1.7,10.0,5.0,0,2000.3`,
      `14,${user(13)},-1,9000.0,0,8000,6900,1.7,10.0,5.0,0,2000.3`,
      '',
    ];
    const { matched, total, printed } = await run(await fileOf('broken.csv', broken));
    expect([matched, total]).toEqual([8, 8]);
    expect(printed).toContain('broken.csv:10 Expected a number of 0 or more as collateral, was "x"');
    expect(printed).toContain('broken.csv:11 Expected an address as user, was "nobody"');
    expect(printed).toContain('broken.csv:12 Expected whole basis points up to 65535 as threshold, was "80.5"');
    expect(printed).toContain('broken.csv:13 Expected a number of 0 or more as healthf, was "inf"');
    expect(printed).toContain('broken.csv:14 Expected 12 columns, were 3');
    expect(printed).toContain(`broken.csv:15 ${user(1)} stands in line 2 already`);
    expect(printed).toContain('broken.csv:16 Expected a number of 0 or more as collateral, was "-1"');
    expect(printed).toContain('7 rows apart');
  });

  it('passes over files without positions in a folder, and refuses when there are none', async () => {
    const path = await fileOf('one.csv', V3);
    const other = await fileOf('other.csv', ['a,b', '1,2']);
    const { total, printed } = await run(path, other);
    expect(total).toBe(8);
    expect(printed).toContain('apart: other.csv holds no positions, it lacks user, collateral');
    await expect(run(other)).rejects.toThrow(ParityInputError);
    await expect(run()).rejects.toThrow('Expected recorded positions');
    expect(await run(await fileOf('empty.csv', [V3_HEADER]))).toMatchObject({ matched: 0, total: 0, worst: 'none' });
  });
});

describe('the pieces of it', () => {
  it('reads printed numbers to the unit', () => {
    expect(unitsIn('62342453.05639189', 8)).toBe(6_234_245_305_639_189n);
    expect(unitsIn('5.151038253272968e+24', 0)).toBe(5_151_038_253_272_968_000_000_000n);
    expect(unitsIn('2.25e-06', 8)).toBe(225n);
    expect(unitsIn('0.125', 2)).toBe(13n);
    expect(['', '-1', 'nan', '1.2.3', '1e5000'].map((text) => unitsIn(text, 8))).toEqual(Array(5).fill(undefined));
  });

  it('finds the price that most agree on, and none where fewer than three do', () => {
    const at = (balance: bigint, price: bigint) => ({ totalBase: balance * price, balance });
    expect(agreedPrice([at(1n, 7n), at(5n, 3n), at(2n, 3n), at(9n, 3n), at(8n, 7n)], 1n)).toBe(3n);
    expect(agreedPrice([at(1n, 7n), at(5n, 3n), at(2n, 3n)], 1n)).toBeUndefined();
    expect(agreedPrice([], 1n)).toBeUndefined();
  });
});
