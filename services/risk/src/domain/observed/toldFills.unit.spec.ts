import { ActionKind, OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { TradeSide, VenueBalanceObserved, VenueFillObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { attachAccount } from '../commands/attachAccount.js';
import { attaching } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, T0_US, USDC } from '../desk.sample.js';
import { pnlStanding } from '../pnl/pnlStanding.js';
import { portfolioContent } from '../queries/portfolioView.js';
import { AT_VENUE, holds, markAll, VENUE_PERP, watchedDesk } from './observed.sample.js';

const KEY = 'desk-a/main';
const ORDER = 'main/delta/1/1/order';

/**
 * A watched sub-account at a venue with 1,000 USDC, and beside it the account in which execution books what it does there: two
 * contracts sold at 1,720 for a fee of 1.72.
 */
function hedgedDesk(): Desk {
  const desk = watchedDesk({ venue: 'hyperliquid', chain: 'off-chain' });
  const hedging = { requestId: 'exec', accountId: 'exec', venue: 'hyperliquid', chain: 'off-chain', observed: false };
  desk.accept(attachAccount(desk.state, alice, attaching(hedging)));
  balance(desk, '1000');
  return desk;
}

function balance(desk: Desk, total: string): void {
  const at = { feed: 'hyperliquid/wallet', accountId: 'wallet', venue: 'hyperliquid', observedAtUs: T0_US };
  desk.fold('account', 'wallet', VenueBalanceObserved, {
    ...at,
    source: '',
    asset: 'USDC',
    total,
    available: total,
    cause: 'test',
  });
}

function fills(desk: Desk, more: Partial<OrderFilled> = {}): void {
  const fill = OrderFilled.fromPartial({
    orderId: ORDER,
    proposalId: 'main/delta/1/1',
    portfolioId: 'main',
    kind: ActionKind.ACTION_KIND_HEDGE,
    venue: 'hyperliquid',
    venueTradeId: ORDER,
    accountId: 'exec',
    payingAccountId: 'exec',
    instrumentId: VENUE_PERP,
    quoteInstrumentId: USDC,
    quantity: '-2',
    price: '1720',
    fee: '1.72',
    filledAtUs: T0_US,
    ...more,
  });
  desk.fold('execution', KEY, OrderFilled, fill, 'desk-a');
}

/** The venue's own words about a fill in the sub-account. */
function tells(desk: Desk, clientOrderId: string, tenant?: string): void {
  const fill = VenueFillObserved.fromPartial({
    feed: 'hyperliquid/wallet',
    accountId: 'wallet',
    venue: 'hyperliquid',
    tradeId: `t ${clientOrderId}`,
    clientOrderId,
    instrumentId: VENUE_PERP,
    side: TradeSide.TRADE_SIDE_SELL,
    price: '1720',
    size: '2',
    fee: '1.72',
    feeAsset: 'USDC',
    observedAtUs: T0_US,
  });
  desk.fold('account', 'wallet', VenueFillObserved, fill, tenant);
}

/** What the sub-account holds after the fill: the position that it opened, and the cash less its fee. */
function shows(desk: Desk): void {
  holds(desk, 'hyperliquid', VENUE_PERP, '-2', { ...AT_VENUE, entryPrice: '1720' });
  balance(desk, '998.28');
}

function exposed(desk: Desk): ExposureCalculated {
  markAll(desk);
  return exposuresIn(desk.decide())[0]!;
}

const deltaOf = ({ lines }: ExposureCalculated, accountId: string): number =>
  lines
    .filter((line) => line.accountId === accountId && line.asset === 'ETH')
    .reduce((sum, { deltaUnits }) => sum + deltaUnits, 0);

/** 1,000 · 0.999 of cash; −2 · 1,705 + (2 · 1,720 − 1.72) · 0.999 of the hedge. */
const VALUE_USD = 999 - 3_410 + 3_438.28 * 0.999;

describe('a fill of our own that a watched account shows too', () => {
  it('is in the book once: where it is booked until the venue tells of it, then where it is observed', () => {
    const desk = hedgedDesk();
    expect(exposed(desk).total!.valueUsd).toBeCloseTo(999, 9);
    fills(desk);
    const booked = exposed(desk);
    expect(booked.total!.valueUsd).toBeCloseTo(VALUE_USD, 9);
    expect([deltaOf(booked, 'exec'), deltaOf(booked, 'wallet')]).toEqual([-2, 0]);
    const flowsBefore = pnlStanding(desk.state, KEY)!.accrual.flowsUsd;

    tells(desk, ORDER);
    shows(desk);
    const told = exposed(desk);
    expect(told.total!.valueUsd).toBeCloseTo(VALUE_USD, 9);
    // −2 · 1,700
    expect(told.total!.deltaUsd).toBeCloseTo(-3_400, 9);
    expect([deltaOf(told, 'exec'), deltaOf(told, 'wallet')]).toEqual([0, -2]);
    expect(told.unvalued).toEqual([]);
    // What leaves one account comes into the other: nothing came in from outside.
    expect(pnlStanding(desk.state, KEY)!.accrual.flowsUsd).toBeCloseTo(flowsBefore, 9);
    const { positions } = portfolioContent(desk.state, desk.state.portfolios.get(KEY)!);
    expect(positions.filter(({ accountId }) => accountId === 'exec')).toEqual([]);
  });

  it('is in it once whichever came first', () => {
    const desk = hedgedDesk();
    exposed(desk);
    tells(desk, ORDER);
    shows(desk);
    fills(desk);
    fills(desk);
    const exposure = exposed(desk);
    expect(exposure.total!.valueUsd).toBeCloseTo(VALUE_USD, 9);
    expect([deltaOf(exposure, 'exec'), deltaOf(exposure, 'wallet')]).toEqual([0, -2]);
  });

  it('takes nothing from what is booked beside it', () => {
    const desk = hedgedDesk();
    fills(desk);
    fills(desk, { orderId: 'main/delta/2/1/order', venueTradeId: 'main/delta/2/1/order', quantity: '0.5', fee: '' });
    tells(desk, ORDER);
    shows(desk);
    // Half a contract bought at 1,720 is still booked: 0.5 · (1,705 − 1,720 · 0.999).
    const exposure = exposed(desk);
    expect(deltaOf(exposure, 'exec')).toBeCloseTo(0.5, 12);
    expect(exposure.total!.valueUsd).toBeCloseTo(VALUE_USD + 0.5 * (1_705 - 1_720 * 0.999), 9);
  });

  it.each([
    ['an order that somebody put in by hand', (desk: Desk) => tells(desk, 'web-17')],
    ['an account that is watched for another tenant', (desk: Desk) => tells(desk, ORDER, 'desk-b')],
  ])('is two positions where the venue’s fill is of %s', (_of, says) => {
    const desk = hedgedDesk();
    fills(desk);
    says(desk);
    shows(desk);
    expect(deltaOf(exposed(desk), 'exec')).toBe(-2);
  });
});
