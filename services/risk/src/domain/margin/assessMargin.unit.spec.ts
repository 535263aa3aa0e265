import { EModeConfigured, UserEModeObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { AssessMarginRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { describe, expect, it } from 'vitest';
import { attachAccount } from '../commands/attachAccount.js';
import { openPortfolio } from '../commands/openPortfolio.js';
import { attaching, opening } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, LOAN, openDesk } from '../desk.sample.js';
import { explainNumber } from '../explain/explainNumber.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { portfolioKey } from '../rowKeys.js';
import { assessMargin } from './assessMargin.js';
import { case12 } from './case12.sample.js';
import { deskAt, foldVenue } from './venue.sample.js';

const DERIVE = { venue: 'derive', deployment: 'derive-pmrm2:mainnet:BTC', ruleset: 'derive-pmrm2', ...case12 };

function asking(more: Partial<AssessMarginRequest> = {}): AssessMarginRequest {
  return {
    portfolioId: 'main',
    accountId: 'margin',
    trades: [],
    deployment: '',
    accountJson: '',
    prices: [],
    minPosition: undefined,
    ...more,
  };
}

function ask(desk: Desk, more: Partial<AssessMarginRequest> = {}) {
  return assessMargin(desk.state, portfolioKey('desk-a', 'main'), desk.step(), asking(more));
}

function answer(desk: Desk, more: Partial<AssessMarginRequest> = {}) {
  const assessed = ask(desk, more);
  if (!assessed.ok) throw new Error(`${assessed.refusal.field}: ${assessed.refusal.message}`);
  return assessed.value;
}

function venueDesk(): Desk {
  const desk = deskAt(DERIVE);
  foldVenue(desk, DERIVE);
  return desk;
}

/** The demo's loan: 1,000 WETH at 82.5 % against 1.3 million USDC at one dollar, indexes at one. */
function loanDesk(): Desk {
  const desk = openDesk();
  desk.accept(openPortfolio(desk.state, alice, opening()));
  const attached = attaching({ accountId: 'margin', venue: 'aave-v3', deployment: LOAN.deployment });
  desk.accept(attachAccount(desk.state, alice, attached));
  desk.loan('margin');
  desk.oracle(165_316_000_000n);
  return desk;
}

describe('assessMargin of a venue’s account', () => {
  it('buys the short call back, and nothing is needed any more', () => {
    const leg = '1740729600-100000-C';
    const { before, after } = answer(venueDesk(), { trades: [{ legId: leg, quantity: '1', price: '' }] });
    // The published mark to market of the short call is what it costs to buy it back: equity stays.
    expect(before!.excessUsd).toBeCloseTo(-11_824.858703959073, 7);
    expect(after!.equityUsd).toBeCloseTo(-1_186.4185694587657, 7);
    expect(after!.maintenanceMarginUsd).toBeCloseTo(0, 9);
    expect(after!.legs.map(({ legId }) => legId)).toEqual(['underlying']);
  });

  it('pays the price that a trade names', () => {
    const trades = [{ legId: '1740729600-100000-C', quantity: '1', price: '1200' }];
    expect(answer(venueDesk(), { trades }).after!.equityUsd).toBeCloseTo(-1_200, 9);
  });

  it('answers for any account at the venue, attached or not', () => {
    const accountJson = JSON.stringify({ ...case12.account, cashUsd: 20_000 });
    const { before } = answer(venueDesk(), { accountId: '', deployment: DERIVE.deployment, accountJson });
    // Cash is margin in full: 20,000 above the published case.
    expect(before!.excessUsd).toBeCloseTo(20_000 - 11_824.858703959073, 7);
    expect(before).toMatchObject({ liquidatable: false, accountId: '' });
    expect(before!.legs[0]!.liquidationPriceUsd).toBeGreaterThan(95_663);
  });

  it('moves prices before it trades', () => {
    const cash = [{ legId: 'cash', quantity: '20000', price: '' }];
    const { after } = answer(venueDesk(), { trades: cash });
    const priceUsd = String(after!.legs[0]!.liquidationPriceUsd);
    const there = answer(venueDesk(), { trades: cash, prices: [{ asset: 'underlying', priceUsd }] });
    expect(Math.abs(there.after!.excessUsd)).toBeLessThan(1e-3);
  });

  it('says why there is no standing', () => {
    const { before, after } = answer(deskAtWithoutMarket());
    expect(before!.unavailableReason).toMatch(/a market of .*, found none/);
    expect(after).toEqual(before);
  });
});

function deskAtWithoutMarket(): Desk {
  const desk = deskAt(DERIVE);
  foldVenue(desk, { ...DERIVE, market: undefined });
  return desk;
}

describe('assessMargin of a lending account', () => {
  const health = (desk: Desk, more: Partial<AssessMarginRequest>): number =>
    answer(desk, more).healthAfter!.healthFactor;
  const trade = (legId: string, quantity: string) => ({ trades: [{ legId, quantity, price: '' }] });
  const weighed = 1_000 * 1_653.16 * 0.825;

  it('supplies, borrows, repays and withdraws as coins go in and out', () => {
    const desk = loanDesk();
    expect(answer(desk).healthBefore!.healthFactor).toBeCloseTo(weighed / 1_300_000, 12);
    expect(health(desk, trade('WETH', '100'))).toBeCloseTo((weighed * 1.1) / 1_300_000, 12);
    expect(health(desk, trade('USDC', '-100000'))).toBeCloseTo(weighed / 1_400_000, 12);
    expect(health(desk, trade('USDC', '300000'))).toBeCloseTo(weighed / 1_000_000, 12);
    expect(health(desk, trade('WETH', '-500'))).toBeCloseTo((weighed * 0.5) / 1_300_000, 12);
    // The side that is named, although the account owes what comes in. USDC counts for 85 %, and the contract cuts the
    // average off at a basis point: (1,653,160 · 8250 + 100,000 · 8500) / 1,753,160 = 8264.26.
    const supplied = (1_753_160 * 0.8264) / 1_300_000;
    expect(health(desk, trade('USDC:supply', '100000'))).toBeCloseTo(supplied, 12);
    // A borrowing of what is supplied too has to be named: 1,653.16 more debt.
    expect(health(desk, trade('WETH:debt', '-1'))).toBeCloseTo(weighed / (1_300_000 + 1_653.16), 12);
    // More than is owed: the rest is supplied, and nothing is owed.
    expect(answer(desk, trade('USDC', '1400000')).healthAfter!.totalDebtBase).toBe('0');
    // Nothing of it happened.
    expect(answer(desk).healthBefore!.healthFactor).toBeCloseTo(weighed / 1_300_000, 12);
  });

  it('takes other prices, and another e-mode’s threshold', () => {
    const desk = loanDesk();
    const prices = [{ asset: 'WETH', priceUsd: '1500' }];
    expect(health(desk, { prices })).toBeCloseTo((1_000 * 1_500 * 0.825) / 1_300_000, 12);
    const { deployment } = LOAN;
    const terms = { ltvBps: 9_000, liquidationThresholdBps: 9_300, liquidationBonusBps: 10_100, source: 'test' };
    const lists = { collateralAssets: ['WETH'], borrowableAssets: ['WETH'], oracleFeed: LOAN.feed };
    desk.fold('protocol', deployment, EModeConfigured, {
      deployment,
      category: 1,
      ...terms,
      ...lists,
      effectiveAtUs: 0n,
      ltvZeroAssets: [],
      isolated: false,
    });
    const chosen = { accountId: 'margin', deployment, category: 1, cause: 'test', observedAtUs: 0n };
    desk.fold('account', 'margin', UserEModeObserved, chosen);
    expect(answer(desk).healthBefore!.healthFactor).toBeCloseTo((1_000 * 1_653.16 * 0.93) / 1_300_000, 12);
    expect(explained(desk)).toEqual(['liquidation threshold of the e-mode', '9300']);
    const refused = ask(desk, { prices });
    expect(refused.ok ? '' : refused.refusal.field).toBe('prices[0].asset');
  });
});

/** The threshold that the explanation of the health names; its terms add up to the recorded bits. */
function explained(desk: Desk): readonly (string | undefined)[] {
  const [exposure] = exposuresIn(desk.decide());
  const basis = portfolioBasis(desk.state, portfolioKey('desk-a', 'main'), desk.step())!;
  const number = explainNumber(desk.state, basis, exposure!, {
    component: 'health_factor',
    accountId: 'margin',
    asset: '',
  });
  if (!number.ok) throw new Error(number.refusal.message);
  const [collateral] = number.value.terms;
  const ofEMode = collateral!.inputs.find(({ name }) => name.startsWith('liquidation threshold'));
  expect(collateral!.value).toBeCloseTo(number.value.value, 12);
  return [ofEMode?.name, ofEMode?.value];
}

describe('assessMargin refuses by the field', () => {
  const leg = '1740729600-100000-C';
  const trade = (more: object) => ({ trades: [{ legId: leg, quantity: '1', price: '', ...more }] });
  const price = (more: object) => ({ prices: [{ asset: 'underlying', priceUsd: '1', ...more }] });
  const account = (accountJson: string, deployment = DERIVE.deployment) => ({ accountId: '', accountJson, deployment });

  it.each([
    [{ accountId: '' }, 'account_id'],
    [{ accountId: 'nobody' }, 'account_id'],
    [{ accountJson: '{}' }, 'account_json'],
    [{ deployment: 'other' }, 'deployment'],
    [account('{}', 'other'), 'deployment'],
    [account('{}', ''), 'deployment'],
    [account('{}'), 'account_json'],
    [account('no'), 'account_json'],
    [account(JSON.stringify({ ...case12.account, more: 1 })), 'account_json'],
    [trade({ legId: '' }), 'trades[0].leg_id'],
    [trade({ legId: 'NOPE' }), 'trades[0].leg_id'],
    [trade({ legId: 'x'.repeat(129) }), 'trades[0].leg_id'],
    [trade({ quantity: '' }), 'trades[0].quantity'],
    [trade({ quantity: '0' }), 'trades[0].quantity'],
    [trade({ quantity: '1e3' }), 'trades[0].quantity'],
    [trade({ quantity: '9'.repeat(25) }), 'trades[0].quantity'],
    [trade({ price: '-1' }), 'trades[0].price'],
    [trade({ price: 'NaN' }), 'trades[0].price'],
    [trade({ legId: '1-100000-C' }), 'trades[0].price'],
    [trade({ legId: 'cash', price: '1' }), 'trades[0].price'],
    [{ trades: Array.from({ length: 201 }, () => ({ legId: leg, quantity: '1', price: '' })) }, 'trades'],
    [price({ asset: '' }), 'prices[0].asset'],
    [price({ asset: 'NOPE' }), 'prices[0].asset'],
    [price({ priceUsd: '0' }), 'prices[0].price_usd'],
    [price({ priceUsd: '' }), 'prices[0].price_usd'],
    [{ prices: [...price({}).prices, ...price({}).prices] }, 'prices[1].asset'],
  ])('%# %o', (more, field) => {
    const assessed = ask(venueDesk(), more);
    expect(assessed.ok ? 'none' : [assessed.refusal.code, assessed.refusal.field]).toEqual(['INVALID_ARGUMENT', field]);
    expect(assessed.ok ? '' : assessed.refusal.message).toMatch(/^Expected /);
  });

  it.each([
    [{ legId: 'DOGE', quantity: '1', price: '' }, 'trades[0].leg_id'],
    [{ legId: 'USDC', quantity: '1', price: '1' }, 'trades[0].price'],
    [{ legId: 'USDC', quantity: '0.0000001', price: '' }, 'trades[0].quantity'],
    [{ legId: 'USDC:debt', quantity: '1300001', price: '' }, 'trades[0].quantity'],
    [{ legId: 'WETH:supply', quantity: '-1001', price: '' }, 'trades[0].quantity'],
    [{ legId: 'WETH', quantity: '-5000', price: '' }, 'trades[0].quantity'],
  ])('%# of a loan: %o', (one, field) => {
    const assessed = ask(loanDesk(), { trades: [one] });
    expect(assessed.ok ? 'none' : assessed.refusal.field).toBe(field);
  });

  it('and says what is there, and what could have been named', () => {
    const messageOf = (desk: Desk, more: Partial<AssessMarginRequest>): string => {
      const assessed = ask(desk, more);
      return assessed.ok ? 'none' : assessed.refusal.message;
    };
    const trades = (legId: string, quantity: string) => ({ trades: [{ legId, quantity, price: '' }] });
    // The demo's loan supplies 1,000 WETH.
    expect(messageOf(loanDesk(), trades('WETH', '-5000'))).toBe(
      'Expected at most 1000 WETH of what is supplied, was 5000. To borrow name WETH:debt.',
    );
    expect(messageOf(loanDesk(), trades('DOGE', '1'))).toMatch(
      /^Expected a reserve of .*, one of WETH, USDC, was "DOGE"/,
    );
    expect(messageOf(loanDesk(), { prices: [{ asset: 'DOGE', priceUsd: '1' }] })).toBe(
      'Expected an asset of the account, one of WETH, USDC, was "DOGE".',
    );
    expect(messageOf(venueDesk(), account('{}', 'other'))).toBe(
      `Expected a deployment with margin parameters, one of ${DERIVE.deployment}, was "other".`,
    );
  });

  it('an account without a deployment', () => {
    const desk = loanDesk();
    desk.accept(attachAccount(desk.state, alice, attaching()));
    const assessed = ask(desk, { accountId: 'wallet' });
    expect(assessed.ok ? 'none' : assessed.refusal.field).toBe('account_id');
  });
});
