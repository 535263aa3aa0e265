import { event, isEvent } from '@gimbal/contracts';
import { ActionKind, OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import {
  LendingAction,
  LendingPositionObserved,
  LiquidationObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { emptyLendingBook, withLendingPositionObserved } from '@gimbal/margin';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT, type Driven, drive, frame, roundFeed, roundLine, ROUNDS, us } from '../../ingestion.scenario.js';
import type { FeedDescription } from '../feedDescription.js';

const silent = { staleAfterSeconds: null, assumed: null };
const feeds: readonly FeedDescription[] = [
  { ...silent, id: `configuration:${DEPLOYMENT}`, decoder: 'reserve-configuration-json', deployment: DEPLOYMENT },
  roundFeed,
  { ...silent, id: 'usdc', decoder: 'assumed-price-json', asset: 'USDC', decimals: 8 },
  { ...silent, id: `${DEPLOYMENT}:WETH`, decoder: 'demeter-aave-minute-csv', deployment: DEPLOYMENT, asset: 'WETH' },
  { ...silent, id: `${DEPLOYMENT}:USDC`, decoder: 'demeter-aave-minute-csv', deployment: DEPLOYMENT, asset: 'USDC' },
  { ...silent, id: 'paper', decoder: 'lending-action-json', deployment: DEPLOYMENT },
];
const START = us('2023-08-17T00:00:00');
const START_S = START / 1_000_000n;

/** Reserves whose indexes are exactly one, so that scaled units are tokens; ETH at 2,000 of the base currency. */
function begin(actions: readonly object[], ruleset = 'aave-v3.0'): Driven {
  const driven = drive(feeds);
  const configuration = (asset: string, decimals: number, threshold: number, feed: string): string =>
    JSON.stringify({
      asset,
      token_address: '0x01',
      decimals,
      ltv_bps: threshold - 250,
      liquidation_threshold_bps: threshold,
      liquidation_bonus_bps: 10_500,
      liquidation_protocol_fee_bps: 1000,
      ruleset,
      oracle_feed: feed,
      source: 'test',
    });
  driven.step(START, [
    frame(`configuration:${DEPLOYMENT}`, configuration('WETH', 18, 8250, ROUNDS)),
    frame(`configuration:${DEPLOYMENT}`, configuration('USDC', 6, 8500, 'usdc')),
    frame(ROUNDS, roundLine(1n, '200000000000', START_S)),
    frame('usdc', JSON.stringify({ value: '1.00', round: '1', at: START_S.toString() })),
    frame(`${DEPLOYMENT}:WETH`, '2023-08-17 00:00:00,0,0,0,1,1'),
    frame(`${DEPLOYMENT}:USDC`, '2023-08-17 00:00:00,0,0,0,1,1'),
    ...actions.map((action) => frame('paper', JSON.stringify(action))),
  ]);
  return driven;
}

const supply = { id: 's', account_id: 'a', asset: 'WETH', action: 'SUPPLY', amount: (10n ** 18n).toString() };
const borrow = (usdc: bigint): object => ({
  id: 'b',
  account_id: 'a',
  asset: 'USDC',
  action: 'BORROW',
  amount: (usdc * 10n ** 6n).toString(),
});

function fill(orderId: string, quantity: string, instrumentId = 'spot:USDC'): OrderFilled {
  return OrderFilled.fromJSON({
    orderId,
    kind: ActionKind.ACTION_KIND_REPAY,
    deployment: DEPLOYMENT,
    accountId: 'a',
    instrumentId,
    quantity,
  });
}

function debtOf(driven: Driven): bigint | undefined {
  const account = driven.state.book.accounts.get(`${DEPLOYMENT}/a`);
  return account?.positions.find((position) => position.asset === 'USDC')?.scaledVariableDebt;
}

describe('the paper chain', () => {
  it('supplies and borrows up to the loan-to-value, and not a unit beyond', () => {
    // 1 ETH at 2,000 USD with a loan-to-value of 80 % carries 1,600 USD.
    expect(debtOf(begin([supply, borrow(1600n)]))).toBe(1_600_000_000n);
    const refused = begin([supply, borrow(1601n)]);
    expect(debtOf(refused)).toBeUndefined();
    const event = refused.stage.decide(refused.state, {
      step: { number: 2, timeUs: START + 1n },
      cut: { step: 2n, timeUs: 0n, positions: [], ruleset: '', foldVersion: '' },
      external: [frame('paper', JSON.stringify(borrow(1601n)))],
    })[0]?.event;
    // 1,601 / 0.8 = 2,001.25 USD of collateral, with 8 decimals.
    expect((event!.value as RecordQuarantined).reason).toBe(
      'Expected collateral of 200125000000 for this debt, was 200000000000.',
    );
  });

  it('does the same action once', () => {
    const driven = begin([supply, supply, borrow(1000n), borrow(1000n)]);
    expect(driven.said.filter((event) => isEvent(event, LendingPositionObserved))).toHaveLength(2);
    expect(driven.step(START + 1n, [frame('paper', JSON.stringify(supply))])).toEqual([]);
  });

  it('settles a filled repayment in the next step, and once', () => {
    const driven = begin([supply, borrow(1500n)]);
    driven.hear('execution', 'desk-a/main', event(OrderFilled, fill('o1', '-60.5')), START, 'step/1');
    const [settled, ...rest] = driven.step(START + 60_000_000n, []);
    expect(rest).toEqual([]);
    expect(settled?.value).toMatchObject({
      accountId: 'a',
      asset: 'USDC',
      action: LendingAction.LENDING_ACTION_REPAY,
      amount: '60500000',
      scaledVariableDebt: '1439500000',
      cause: 'o1',
      observedAtUs: START + 60_000_000n,
    });
    driven.hear('execution', 'desk-a/main', event(OrderFilled, fill('o1', '-60.5')), START, 'step/1');
    expect(driven.step(START + 120_000_000n, [])).toEqual([]);
  });

  it('takes no more than the debt', () => {
    const driven = begin([supply, borrow(1500n)]);
    driven.hear('execution', 'desk-a/main', event(OrderFilled, fill('o1', '99999')), START, 'step/1');
    driven.hear('execution', 'desk-a/main', event(OrderFilled, fill('o2', '1')), START, 'step/1');
    const amounts = driven.step(START + 1n, []).map((said) => (said.value as LendingPositionObserved).amount);
    expect(amounts).toEqual(['1500000000', '0']);
    expect(debtOf(driven)).toBe(0n);
  });

  it('reports a repayment that nobody can make, once', () => {
    const driven = begin([supply, borrow(1500n)]);
    driven.hear('execution', 'desk-a/main', event(OrderFilled, fill('o1', '1', 'spot:DAI')), START, 'step/1');
    const [reported] = driven.step(START + 1n, []);
    expect((reported!.value as RecordQuarantined).reason).toBe(
      `Expected DAI to be a reserve of ${DEPLOYMENT}, was not.`,
    );
    expect(driven.step(START + 2n, [])).toEqual([]);
  });

  it('leaves fills that repay nothing alone', () => {
    const driven = begin([supply, borrow(1500n)]);
    const hedge = { ...fill('o1', '1'), kind: ActionKind.ACTION_KIND_HEDGE };
    driven.hear('execution', 'desk-a/main', event(OrderFilled, hedge), START, 'step/1');
    expect(driven.step(START + 1n, [])).toEqual([]);
  });

  it('liquidates half the debt of an account just below health one', () => {
    // At 1,900 USD health is 1900 · 0.825 / 1590 = 0.98584…: above 0.95, so half of the debt may be covered.
    const driven = begin([supply, borrow(1590n)]);
    const said = driven.step(START + 60_000_000n, [frame(ROUNDS, roundLine(2n, '190000000000', START_S + 60n))]);
    const liquidation = said.find((one) => isEvent(one, LiquidationObserved))?.value as LiquidationObserved;
    // 795 USDC buy 795 / 1900 · 1.05 = 0.43934210… ETH; a tenth of the bonus of 0.02092105… ETH goes to the protocol.
    expect(liquidation).toMatchObject({ debtRepaid: '795000000', debtAsset: 'USDC', collateralAsset: 'WETH' });
    expect(Number(liquidation.collateralSeized) / 1e18).toBeCloseTo((795 / 1900) * 1.05, 12);
    expect(Number(liquidation.protocolFee) / 1e18).toBeCloseTo((795 / 1900) * 0.005, 12);
    expect(Number(liquidation.lossUsd)).toBeCloseTo(795 * 0.05, 9);
    expect(debtOf(driven)).toBe(795_000_000n);
  });

  it('liquidates wholly at a health of 0.95 and below, and leaves what the collateral does not cover', () => {
    // At 1,400 USD health is 1400 · 0.825 / 1590 = 0.726: all of the debt may be covered, but 1 ETH pays for less:
    // 1400 / 1.05 = 1,333.333333 USDC.
    const driven = begin([supply, borrow(1590n)]);
    const said = driven.step(START + 60_000_000n, [frame(ROUNDS, roundLine(2n, '140000000000', START_S + 60n))]);
    const liquidation = said.find((one) => isEvent(one, LiquidationObserved))?.value as LiquidationObserved;
    expect(liquidation).toMatchObject({ debtRepaid: '1333333333', collateralSeized: (10n ** 18n).toString() });
    expect(debtOf(driven)).toBe(256_666_667n);
    expect(driven.step(START + 120_000_000n, [])).toEqual([]);
  });

  it('by the rules of v3.6 closes a small debt at once, and writes off what no collateral is left for', () => {
    // At 1,900 USD health is 0.98584… as above, but a collateral below 2,000 USD has no close factor.
    const small = begin([supply, borrow(1590n)], 'aave-v3.6');
    const said = small.step(START + 60_000_000n, [frame(ROUNDS, roundLine(2n, '190000000000', START_S + 60n))]);
    expect(said.find((one) => isEvent(one, LiquidationObserved))?.value).toMatchObject({ debtRepaid: '1590000000' });
    expect(debtOf(small)).toBe(0n);
    // At 1,400 USD the ETH pays for 1,333.333333…, up to …334; the other 256.666666 USDC are burnt as well.
    const driven = begin([supply, borrow(1590n)], 'aave-v3.6');
    const wiped = driven.step(START + 60_000_000n, [frame(ROUNDS, roundLine(2n, '140000000000', START_S + 60n))]);
    expect(wiped.find((one) => isEvent(one, LiquidationObserved))?.value).toMatchObject({ debtRepaid: '1333333334' });
    const positions = wiped.filter((one) => isEvent(one, LendingPositionObserved)).map((one) => one.value);
    expect(positions).toMatchObject([
      { asset: 'USDC', scaledVariableDebt: '0', amount: '1590000000' },
      { asset: 'WETH', scaledSupply: '0', amount: (10n ** 18n).toString() },
    ]);
  });

  it('writes off bad debt in every reserve with events that leave the lending book of a reader without debt', () => {
    // 1 ETH at 2,000 USD under 1,000 USDC and 0.2 ETH of debt; at 1,000 USD it is worth 1,000 against 1,200.
    const borrowWeth = {
      id: 'w',
      account_id: 'a',
      asset: 'WETH',
      action: 'BORROW',
      amount: (2n * 10n ** 17n).toString(),
    };
    const driven = begin([supply, borrow(1000n), borrowWeth], 'aave-v3.6');
    const said = driven.step(START + 60_000_000n, [frame(ROUNDS, roundLine(2n, '100000000000', START_S + 60n))]);
    // Risk, execution and governance-watch fold positions with the same function, from the events alone.
    const book = emptyLendingBook();
    for (const one of [...driven.said, ...said])
      if (isEvent(one, LendingPositionObserved)) withLendingPositionObserved(book, one.value);
    const positions = book.accounts.get(`${DEPLOYMENT}/a`)?.positions;
    expect(positions).toMatchObject([
      { asset: 'WETH', scaledSupply: 0n, scaledVariableDebt: 0n },
      { asset: 'USDC', scaledSupply: 0n, scaledVariableDebt: 0n },
    ]);
    const liquidated = said.filter((one) => isEvent(one, LendingPositionObserved)).map((one) => one.value);
    expect(liquidated.every(({ action }) => action === LendingAction.LENDING_ACTION_LIQUIDATION)).toBe(true);
    // Nothing is left to take: the next step says nothing.
    expect(driven.step(START + 120_000_000n, [])).toEqual([]);
  });

  it('in a market whose base currency is ETH borrows as far, and liquidates nothing since no loss in USD is known', () => {
    expect(debtOf(begin([supply, borrow(1600n)], 'aave-v2'))).toBe(1_600_000_000n);
    expect(debtOf(begin([supply, borrow(1601n)], 'aave-v2'))).toBeUndefined();
    const driven = begin([supply, borrow(1590n)], 'aave-v2');
    const said = driven.step(START + 60_000_000n, [frame(ROUNDS, roundLine(2n, '190000000000', START_S + 60n))]);
    expect(said.some((one) => isEvent(one, LiquidationObserved))).toBe(false);
    expect(debtOf(driven)).toBe(1_590_000_000n);
  });
});
