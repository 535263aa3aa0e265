import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParityInputError } from './paritySuite.ts';
import hyperliquidMargin from './suites/hyperliquid-margin.ts';

const recorded = fileURLToPath(new URL('../data/hyperliquid/', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await hyperliquidMargin.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

async function written(json: unknown, name = `${crypto.randomUUID()}.json`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof json === 'string' ? json : JSON.stringify(json));
  return path;
}

type Response = { assetPositions: { position: Record<string, unknown> }[] } & Record<string, unknown>;

/** The two recorded lines, the first of them changed. */
async function changed(change: (response: Response) => void): Promise<string> {
  const [state, meta] = (await readFile(join(recorded, 'recorded_2023.ndjson'), 'utf8')).trim().split('\n');
  const lines = [state!, meta!].map((line) => JSON.parse(line) as { request: { type: string }; response: Response });
  for (const { request, response } of lines) if (request.type === 'clearinghouseState') change(response);
  return written(lines.map((line) => JSON.stringify(line)).join('\n'), `${crypto.randomUUID()}.ndjson`);
}

function position(response: Response, coin: string): Record<string, unknown> {
  return response.assetPositions.find((one) => one.position['coin'] === coin)!.position;
}

/**
 * Made by hand. Isolated long: 2 coins at 50 are 100; 20 set aside at 5x, so the balance is 20 − 100 = −80. At 10x at
 * most, maintenance is a twentieth: 80 / (2 · 0.95) = 42.10526316. Cross short: 1 coin at 200, 20x at most, so a fortieth:
 * equity 300 − 200 = 100, maintenance 5, price 300 / 1.025 = 292.68292683, margin 200 / 4 = 50.
 */
const BY_HAND = {
  assetPositions: [
    {
      type: 'oneWay',
      position: {
        coin: 'LONG',
        szi: '2.0',
        leverage: { type: 'isolated', value: 5, rawUsd: '-80.0' },
        positionValue: '100.0',
        marginUsed: '20.0',
        liquidationPx: '42.10526316',
        maxLeverage: 10,
      },
    },
    {
      type: 'oneWay',
      position: {
        coin: 'SHORT',
        szi: '-1.0',
        leverage: { type: 'cross', value: 4 },
        positionValue: '200.0',
        marginUsed: '50.0',
        liquidationPx: '292.68292683',
        maxLeverage: 20,
      },
    },
  ],
  crossMaintenanceMarginUsed: '5.0',
  crossMarginSummary: { accountValue: '100.0', totalNtlPos: '200.0', totalRawUsd: '300.0', totalMarginUsed: '50.0' },
  marginSummary: { accountValue: '120.0', totalNtlPos: '300.0', totalRawUsd: '220.0', totalMarginUsed: '70.0' },
  time: 1_760_000_000_000,
};

describe('parity hyperliquid-margin', () => {
  it('margin and price of twelve recorded positions agree, and the two totals', async () => {
    expect(await run(recorded)).toMatchObject({ matched: 26, total: 26 });
  });

  it('reads isolated and cross as the venue prints them today, bare, as a message and gzipped', async () => {
    const bare = await written(BY_HAND);
    const message = await written({ channel: 'webData2', data: { clearinghouseState: BY_HAND } });
    const zipped = join(folder, 'zipped.ndjson.gz');
    await writeFile(zipped, gzipSync(JSON.stringify({ response: BY_HAND })));
    // Two totals, the maintenance margin, two margins and two prices, three times.
    expect(await run(bare, message, zipped)).toMatchObject({ matched: 21, total: 21 });
  });

  it.each(['marginUsed', 'liquidationPx'])('sees a %s that is off by a part in a million', async (field) => {
    const path = await changed((response) => {
      const row = position(response, 'BTC');
      row[field] = String(Number(row[field]) * (1 + 1e-6));
    });
    const { matched, total, worst } = await run(path);
    expect([matched, total]).toEqual([25, 26]);
    expect(worst).toContain('BTC');
  });

  it('a price where the venue has none is a difference, and none where it has one', async () => {
    const invented = await changed((response) => (position(response, 'ETH')['liquidationPx'] = '100.0'));
    expect(await run(invented)).toMatchObject({ matched: 25, total: 26 });
    const missing = await changed((response) => (position(response, 'BTC')['liquidationPx'] = null));
    expect(await run(missing)).toMatchObject({ matched: 25, total: 26 });
  });

  it('sets the prices of a cross account apart when no response says a leverage, but not its margins', async () => {
    const path = await changed((response) => {
      position(response, 'BTC')['coin'] = 'UNLISTED';
      // Later than the days in which every asset had the same.
      response['time'] = Date.UTC(2024, 0, 1);
    });
    const { matched, total, printed } = await run(path);
    expect([matched, total]).toEqual([14, 14]);
    expect(printed).toContain('the price of UNLISTED: neither the response nor a meta response');
    expect(printed).toContain('the price of ETH: another position of its bucket');
  });

  it('needs no meta response in the days when every asset had the same leverage', async () => {
    const [state] = (await readFile(join(recorded, 'recorded_2023.ndjson'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes('assetPositions'));
    expect(await run(await written(state!))).toMatchObject({ matched: 26, total: 26 });
  });

  it('names an account whose positions were left out', async () => {
    const path = await written({ ...BY_HAND, assetPositions: [] });
    const { total, printed } = await run(path);
    expect(total).toBe(0);
    expect(printed).toContain('apart: ');
  });

  it('sets the price of a large position without a tier table apart, but not its margin', async () => {
    // 4 million of a coin that no published table lists, on a cross account that doesn't print its maintenance margin.
    const row = { ...BY_HAND.assetPositions[1]!.position, szi: '-20000.0', positionValue: '4000000.0' };
    const summary = { accountValue: '2000000.0', totalRawUsd: '6000000.0', totalMarginUsed: '1000000.0' };
    const large = { assetPositions: [{ position: { ...row, marginUsed: '1000000.0' } }], crossMarginSummary: summary };
    const { matched, total, printed } = await run(await written(large));
    expect([matched, total]).toEqual([3, 3]);
    expect(printed).toContain('the price of SHORT: a position this large');
  });

  it('names what a position lacks, and what the venue did not print', async () => {
    const lost = await changed((response) => delete position(response, 'ETH')['positionValue']);
    expect(await run(lost)).toMatchObject({ total: 0 });
    expect((await run(lost)).printed).toContain('lacks positionValue of ETH');
    const silent = await changed((response) => delete position(response, 'ETH')['liquidationPx']);
    const { matched, total, printed } = await run(silent);
    expect([matched, total]).toEqual([25, 25]);
    expect(printed).toContain('the price of ETH, not printed');
  });

  it('takes the tiers of a large position from the meta response beside it', async () => {
    // 20,000 short at 200 are 4M: 3M at a fortieth, 1M at a twentieth, so 125,000 in all and a deduction of 75,000.
    // (6,000,000 + 75,000) / (20,000 · 1.05) = 289.28571429.
    const row = { coin: 'SHORT', szi: '-20000.0', leverage: { type: 'cross', value: 4 }, positionValue: '4000000.0' };
    const printed = { marginUsed: '1000000.0', liquidationPx: '289.28571429', maxLeverage: 10 };
    const state = {
      assetPositions: [{ position: { ...row, ...printed } }],
      crossMaintenanceMarginUsed: '125000.0',
      crossMarginSummary: { accountValue: '2000000.0', totalRawUsd: '6000000.0', totalMarginUsed: '1000000.0' },
    };
    const marginTiers = [
      { lowerBound: '0.0', maxLeverage: 20 },
      { lowerBound: '3000000.0', maxLeverage: 10 },
    ];
    const meta = {
      universe: [{ name: 'SHORT', maxLeverage: 20, marginTableId: 51 }],
      marginTables: [[51, { description: 'two tiers', marginTiers }]],
    };
    expect(await run(await written([state, meta]))).toMatchObject({ matched: 5, total: 5 });
  });

  it('refuses what is no record', async () => {
    await expect(run(await written('{'))).rejects.toThrow(ParityInputError);
    await expect(run(folder.concat('/missing'))).rejects.toThrow('ENOENT');
    const text = await changed((response) => (position(response, 'BTC')['szi'] = 'many'));
    await expect(run(text)).rejects.toThrow('Expected a number as szi');
  });
});
