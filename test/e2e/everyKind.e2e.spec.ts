import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GetMarksRequest, type Mark, PricingServiceService } from '@gimbal/contracts/pricing/v1/pricing_service';
import { bearer } from '@gimbal/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type System } from './system/startSystem.ts';
import { ask } from './system/unary.ts';

/** The recorded day, whose pool stands at 1,807 USD in its first minutes, with feeds of what it didn't record. */
const RECORDING = resolve(import.meta.dirname, '../data/recordings/2023-08-17');
const MIDNIGHT_S = 1_692_230_400;
const STEPS = 6;

const BOOK = {
  univ2: 'univ2:ethereum:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
  univ4: 'univ4:ethereum:0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27:-203190:-200310',
  wstEth: 'staked:ethereum:wstETH:ETH',
  weth9: 'wrapped:ethereum:WETH9:ETH',
  sEth: 'synth:synthetix:sETH:ETH',
  debtShare: 'debtshare:synthetix:main:ETH',
  supply: 'lending:aave-v3:polygon:WETH:supply',
  debt: 'lending:aave-v3:polygon:USDC:debt',
  gmx: 'perp:gmx:ETH-USD',
  others: [
    'spot:WETH',
    'spot:USDC',
    'perp:paper:ETH-USD',
    'future:paper:ETH-USD:20230929T080000Z',
    'option:paper:ETH-USD:20230825T080000Z:1650:P',
    'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190',
    'powerperp:ethereum:oSQTH',
    'power:paper:ETH-USD:2:420',
    'everlasting:deri:ETH-USD:1600:C:168',
  ],
};
const ALL = Object.values(BOOK).flat();

/** Each feed says something good in the first minute, and something that can't be in the second. */
function addedFeeds(): readonly object[] {
  const standing = { staleAfterSeconds: 600, assumed: null };
  const feed = (fields: object, good: object, bad: object, clock: string): object => ({
    ...standing,
    ...fields,
    inline: [
      { ...good, [clock]: MIDNIGHT_S + 60 },
      { ...good, ...bad, [clock]: MIDNIGHT_S + 120 },
    ],
  });
  const rateFeed = (instrumentId: string, good: object): object =>
    feed({ id: `rate:${instrumentId}`, decoder: 'conversion-rate-json', instrumentId }, good, { rate: '0' }, 'at');
  return [
    feed(
      {
        id: 'uniswap-v2:ethereum:usdc-weth',
        decoder: 'univ2-reserves-json',
        chain: 'ethereum',
        pool: '0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
      },
      { reserve0: '36000000000000', reserve1: '20000000000000000000000', totalSupply: '400000000000000000' },
      { reserve1: '0' },
      'blockTimestamp',
    ),
    feed(
      {
        id: 'uniswap-v4:ethereum:eth-usdc-005',
        decoder: 'univ4-pool-json',
        chain: 'ethereum',
        poolId: '0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27',
        hooks: `0x${'0'.repeat(40)}`,
      },
      {
        tick: -201_330,
        lowestTick: -201_330,
        highestTick: -201_330,
        liquidity: '1000000000000000000',
        lpFee: 500,
        amount0In: '0',
        amount1In: '16000000000',
      },
      { lpFee: 0x800000 },
      'blockTimestamp',
    ),
    rateFeed(BOOK.wstEth, { rate: '1.1423', marketPriceUsd: '2060', yieldPer1: '0.035' }),
    rateFeed(BOOK.weth9, { rate: '1' }),
    rateFeed(BOOK.sEth, { marketPriceUsd: '1800' }),
    feed(
      { id: 'synthetix:main', decoder: 'debt-pool-json', instrumentId: BOOK.debtShare },
      { totalDebtUsd: '5000000', totalShares: '2000000', composition: [{ asset: 'ETH', units: '1200' }] },
      { totalShares: '0' },
      'at',
    ),
    feed(
      { id: 'gmx:ETH-USD', decoder: 'perp-quote-json', venue: 'gmx', instrumentId: BOOK.gmx },
      {
        markPrice: '1806',
        indexPrice: '1806',
        fundingRate: '0.00001',
        longBorrowRate: '0.00002',
        shortBorrowRate: '0.000015',
        fundingIntervalSeconds: 3600,
      },
      { markPrice: '-1806' },
      'at',
    ),
  ];
}

function writeRecording(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-recording-'));
  cpSync(RECORDING, folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8')) as { feeds: object[] };
  const feeds = [...manifest.feeds, ...addedFeeds()];
  writeFileSync(join(folder, 'recording.json'), JSON.stringify({ ...manifest, feeds }));
  return folder;
}

let system: System;
let marks: ReadonlyMap<string, Mark>;

beforeAll(async () => {
  system = await startSystem(writeRecording());
  const trader = bearer(system.app.tokens.trader);
  const listing = { requestId: 'every-kind', instrumentIds: ALL };
  await ask(system.addresses.pricing, PricingServiceService.listInstruments, listing, trader);
  await system.playStep(STEPS);
  const request = GetMarksRequest.fromPartial({ instrumentIds: ALL });
  const answer = await ask(system.addresses.pricing, PricingServiceService.getMarks, request, trader);
  marks = new Map(answer.marks.map((mark) => [mark.instrumentId, mark]));
}, 120_000);

afterAll(() => system?.stop());

describe('a recording with feeds of every kind', () => {
  it('gives each instrument of the book a mark with its source', () => {
    for (const id of ALL) {
      const mark = marks.get(id);
      // The recorded pool of oSQTH had its last swap at 20:40 the evening before.
      const isStale = id === 'powerperp:ethereum:oSQTH';
      expect(mark?.failureCode, `${id} ${mark?.failureReason}`).toBe(isStale ? 'stale' : '');
      expect(Number.isFinite(mark?.priceUsd), id).toBe(true);
      expect(mark?.markSource, id).not.toBe('');
    }
  });

  it('values them by what was said, and not by what could not be', () => {
    const spotUsd = marks.get('spot:WETH')!.priceUsd;
    expect(spotUsd).toBeGreaterThan(1750);
    // 2.5e-6 of twice 36 million USD, and of 20,000 coins.
    expect(marks.get(BOOK.univ2)?.priceUsd).toBeCloseTo(180, 9);
    expect(marks.get(BOOK.univ2)?.delta).toBeCloseTo(0.05, 12);
    // A millionth of 0.05 % of 16,000 USDC in the hour, less what arbitrage takes.
    const { carryUsdPerDay, lvrUsdPerDay } = marks.get(BOOK.univ4)!;
    expect(carryUsdPerDay - lvrUsdPerDay).toBeCloseTo(1e-6 * 0.0005 * 16_000 * 24, 12);
    expect(lvrUsdPerDay).toBeLessThan(0);
    expect(marks.get(BOOK.wstEth)?.priceUsd).toBe(2060);
    expect(marks.get(BOOK.wstEth)?.trackedUsd).toBeCloseTo(1.1423 * spotUsd, 8);
    expect(marks.get(BOOK.sEth)?.priceUsd).toBe(1800);
    expect(marks.get(BOOK.debtShare)?.priceUsd).toBeCloseTo(-2.5, 12);
    expect(marks.get(BOOK.gmx)?.shortChargeUsdPerDay).toBeCloseTo(-0.000035 * 24 * 1806, 9);
    // The debt index was 1.038085… at midnight, and a scaled dollar is owed with it.
    expect(marks.get(BOOK.debt)?.priceUsd).toBeCloseTo(-1.038, 2);
    expect(marks.get(BOOK.supply)?.priceUsd).toBeCloseTo(1.00568 * spotUsd, 1);
  });
});
