import { TradeSide, VenueBalanceObserved, VenueFillObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { PnlExplained } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import type { Desk } from '../desk.sample.js';
import { AT_VENUE, holds, VENUE_PERP, watchedDesk } from '../observed/observed.sample.js';
import { markAt, termsUsd, throughTheHour, explainedIn } from './pnlDesk.sample.js';

const PLACE = { venue: 'hyperliquid', chain: 'off-chain' };
const { TRADE_SIDE_BUY: BUY, TRADE_SIDE_SELL: SELL } = TradeSide;

const mark = (desk: Desk, perpUsd: number): void =>
  markAt(desk, perpUsd - 5, { [VENUE_PERP]: { priceUsd: perpUsd, forwardUsd: perpUsd, delta: 1 } });

function balance(desk: Desk, asset: string, total: string): void {
  const observedAtUs = desk.step().timeUs;
  const said = {
    feed: 'hyperliquid/wallet',
    accountId: 'wallet',
    venue: 'hyperliquid',
    asset,
    total,
    available: total,
  };
  desk.fold('account', 'wallet', VenueBalanceObserved, { ...said, source: '', cause: 'test', observedAtUs });
}

function position(desk: Desk, quantity: string, entryPrice: string): void {
  holds(desk, 'hyperliquid', VENUE_PERP, quantity, { ...AT_VENUE, entryPrice });
}

let fills = 0;

function fill(
  desk: Desk,
  side: TradeSide,
  size: string,
  price: string,
  fee: string,
  feeAsset = 'USDC',
  instrumentId = VENUE_PERP,
): void {
  const said = VenueFillObserved.fromPartial({
    feed: 'hyperliquid/wallet',
    accountId: 'wallet',
    venue: 'hyperliquid',
    tradeId: String(++fills),
    instrumentId,
    side,
    price,
    size,
    fee,
    feeAsset,
    observedAtUs: desk.step().timeUs,
  });
  desk.fold('account', 'wallet', VenueFillObserved, said);
}

/** 10,000 USDC and two contracts at 1,700, marked at 1,705: 10,010 USD. */
function openAccount(): Desk {
  const desk = watchedDesk(PLACE);
  balance(desk, 'USDC', '10000');
  position(desk, '2', '1700');
  mark(desk, 1_705);
  desk.decide();
  return desk;
}

function theHour(desk: Desk, perpUsd: number): PnlExplained {
  return explainedIn(throughTheHour(desk, () => mark(desk, perpUsd)))!;
}

function expectToAddUp(explained: PnlExplained): void {
  const { startValueUsd, endValueUsd, flowsUsd, pnlUsd, residualUsd, terms } = explained;
  expect(termsUsd(terms) + residualUsd).toBeCloseTo(endValueUsd - startValueUsd - flowsUsd, 9);
  expect(pnlUsd).toBeCloseTo(endValueUsd - startValueUsd - flowsUsd, 9);
}

describe('the P&L of a watched account at a venue', () => {
  it('takes deposits and withdrawals as flows, fills with what they cost and their fees, and adds up: by hand', () => {
    const desk = openAccount();
    // 500 USDC come in, and two contracts are bought at 1,710 for a fee of 1.71: four at (2 · 1,700 + 2 · 1,710) / 4 = 1,705.
    fill(desk, BUY, '2', '1710', '1.71');
    position(desk, '4', '1705');
    balance(desk, 'USDC', '10498.29');
    mark(desk, 1_705);
    desk.decide();
    mark(desk, 1_725);
    desk.decide();
    // All four are sold at 1,730 for 3.46: 4 · 25 = 100 are realised. 1,000 USDC are withdrawn.
    fill(desk, SELL, '4', '1730', '3.46');
    position(desk, '0', '');
    balance(desk, 'USDC', '9594.83');
    mark(desk, 1_730);
    desk.decide();
    const explained = theHour(desk, 1_740);
    expect(explained.startValueUsd).toBeCloseTo(10_010, 9);
    expect(explained.endValueUsd).toBeCloseTo(9_594.83, 9);
    expect(explained.flowsUsd).toBeCloseTo(500 - 1_000, 9);
    // Two held from 1,705 to 1,730 are 50, two bought at 1,710 and sold at 1,730 are 40, less 5.17 of fees.
    expect(explained.pnlUsd).toBeCloseTo(84.83, 9);
    const { terms } = explained;
    expect(terms!.tradingFeesUsd).toBeCloseTo(-5.17, 9);
    // Bought five above the mark, sold at it.
    expect(terms!.slippageUsd).toBeCloseTo(-10, 9);
    // Four contracts from 1,705 to 1,730; basis and spot moved together.
    expect(terms!.deltaUsd + terms!.basisUsd).toBeCloseTo(100, 9);
    expect(explained.residualUsd).toBeCloseTo(0, 9);
    expectToAddUp(explained);
  });

  it('takes a fee in another coin from that coin', () => {
    const desk = openAccount();
    balance(desk, 'ETH', '1');
    desk.list('ETH', 'spot:ETH');
    const markBoth = (perpUsd: number): void =>
      markAt(desk, perpUsd - 5, {
        [VENUE_PERP]: { priceUsd: perpUsd, forwardUsd: perpUsd, delta: 1 },
        'spot:ETH': { priceUsd: perpUsd - 5, forwardUsd: perpUsd - 5, delta: 1 },
      });
    markBoth(1_705);
    desk.decide();
    fill(desk, SELL, '2', '1705', '0.001', 'ETH');
    position(desk, '0', '');
    // 2 · (1,705 − 1,700) are realised, and a thousandth of the coin is gone.
    balance(desk, 'USDC', '10010');
    balance(desk, 'ETH', '0.999');
    markBoth(1_705);
    desk.decide();
    const explained = explainedIn(throughTheHour(desk, () => markBoth(1_705)))!;
    // The coin came in at 1,700; the fee is 0.001 · 1,700.
    expect(explained.flowsUsd).toBeCloseTo(1_700, 9);
    expect(explained.terms!.tradingFeesUsd).toBeCloseTo(-1.7, 9);
    expect(explained.pnlUsd).toBeCloseTo(-1.7, 9);
    expect(explained.residualUsd).toBeCloseTo(0, 9);
    expectToAddUp(explained);
  });

  it('takes an inverse contract against its own coin', () => {
    const inverse = 'iperp:hyperliquid:ETH-USD:10';
    const desk = watchedDesk(PLACE);
    desk.list('ETH', inverse, 'spot:ETH');
    const markBoth = (spotUsd: number): void =>
      markAt(desk, spotUsd, {
        // The short leg of 10 / F coins, as pricing marks it where F = S.
        [inverse]: { priceUsd: -10, forwardUsd: spotUsd },
        'spot:ETH': { priceUsd: spotUsd, forwardUsd: spotUsd, delta: 1 },
      });
    balance(desk, 'ETH', '3');
    markBoth(1_600);
    desk.decide();
    // A hundred contracts of 10 USD at 1,600 are 0.625 coins; the fee is 0.0003.
    fill(desk, BUY, '100', '1600', '0.0003', 'ETH', inverse);
    holds(desk, 'hyperliquid', inverse, '100', { ...AT_VENUE, entryPrice: '1600' });
    balance(desk, 'ETH', '2.9997');
    markBoth(1_600);
    desk.decide();
    const explained = explainedIn(throughTheHour(desk, () => markBoth(1_700)))!;
    expect(explained.startValueUsd).toBeCloseTo(4_800, 9);
    // (2.9997 + 0.625) · 1,700 − 1,000
    expect(explained.endValueUsd).toBeCloseTo(5_161.99, 9);
    expect(explained.flowsUsd).toBe(0);
    expect(explained.pnlUsd).toBeCloseTo(361.99, 9);
    expect(explained.terms!.tradingFeesUsd).toBeCloseTo(-0.48, 9);
    expect(explained.terms!.slippageUsd).toBeCloseTo(0, 9);
    expectToAddUp(explained);
  });

  it('adds up where the position is heard a step after its fill: what the market did between is a flow', () => {
    const desk = openAccount();
    fill(desk, BUY, '2', '1710', '1.71');
    mark(desk, 1_705);
    desk.decide();
    position(desk, '4', '1705');
    balance(desk, 'USDC', '9998.29');
    mark(desk, 1_725);
    desk.decide();
    const explained = theHour(desk, 1_725);
    // 9,998.29 + 4 · 20
    expect(explained.endValueUsd).toBeCloseTo(10_078.29, 9);
    // Out at 1,705 when the fill was heard and the position wasn't, in at 1,725: 2 · 20.
    expect(explained.flowsUsd).toBeCloseTo(40, 9);
    expect(explained.pnlUsd).toBeCloseTo(10_078.29 - 10_010 - 40, 9);
    expectToAddUp(explained);
  });

  it('knows nothing of fills from before it was attached, or of another tenant’s', () => {
    const desk = watchedDesk(PLACE);
    fill(desk, BUY, '2', '1600', '5');
    balance(desk, 'USDC', '10000');
    position(desk, '2', '1700');
    mark(desk, 1_705);
    desk.decide();
    const explained = theHour(desk, 1_705);
    expect([explained.flowsUsd, explained.pnlUsd, termsUsd(explained.terms)]).toEqual([0, 0, 0]);
  });
});
