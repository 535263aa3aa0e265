import { PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { LendingPositionObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { VenueBalanceObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { LimitComponent, LimitScopeKind } from '@gimbal/contracts/risk/v1/portfolio_events';
import { DependencyKind, type ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { formatDecimal } from '@gimbal/money';
import { describe, expect, it } from 'vitest';
import { attachAccount } from '../commands/attachAccount.js';
import { bookTrade } from '../commands/bookTrade.js';
import { setLimit } from '../commands/setLimit.js';
import { attaching, bookedDesk, limiting, trading } from '../commands/requests.sample.js';
import { alice, breachesIn, type Desk, exposuresIn, LOAN, PERP, RANGE, T0_US, USDC, WETH } from '../desk.sample.js';
import { explainNumber } from '../explain/explainNumber.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { assessFailure } from '../lookThrough/assessFailure.js';
import { failedNames } from '../lookThrough/failedNames.js';
import { portfolioContent } from '../queries/portfolioView.js';
import { AT_VENUE, holds, markAll, transfers, VENUE_PERP, watchedDesk } from './observed.sample.js';

const KEY = 'desk-a/main';
const BRIDGE = DependencyKind.DEPENDENCY_KIND_BRIDGE;

function exposed(desk: Desk): ExposureCalculated {
  markAll(desk);
  return exposuresIn(desk.decide())[0]!;
}

/** Value by venue, chain and asset. */
function valuesOf({ lines }: ExposureCalculated): Record<string, number> {
  return Object.fromEntries(
    lines.map(({ venue, chain, asset, exposure }) => [`${venue} ${chain} ${asset}`, exposure!.valueUsd]),
  );
}

function codesOf({ unvalued }: ExposureCalculated): string[] {
  return unvalued.map(({ code, instrumentId }) => `${code} ${instrumentId}`);
}

/** A wallet on two chains, a venue's sub-account of the same name, and 2,500 USDC on their way. */
function twoChains(): Desk {
  const desk = watchedDesk();
  holds(desk, 'polygon', WETH, '2');
  holds(desk, 'polygon', USDC, '5000');
  holds(desk, 'arbitrum', USDC, '1000.5');
  holds(desk, 'polygon', RANGE, '1500', { units: '1500000000000000', source: 'uniswap-v3:polygon/nft/9' });
  holds(desk, 'hyperliquid', VENUE_PERP, '-1.5', { ...AT_VENUE, entryPrice: '1720' });
  transfers(desk, 'IN_TRANSIT');
  return desk;
}

describe('a watched account', () => {
  it('has what was observed at each of its places, by hand', () => {
    const exposure = exposed(twoChains());
    const values = valuesOf(exposure);
    // 2 · 1,700 + 1,500 · 3.2 on Polygon, in one line of ETH.
    expect(values['wallet polygon ETH']).toBeCloseTo(3_400 + 4_800, 9);
    // 5,000 · 0.999
    expect(values['wallet polygon USDC']).toBeCloseTo(4_995, 9);
    // 1,000.5 · 0.999
    expect(values['wallet arbitrum USDC']).toBeCloseTo(999.4995, 9);
    // What is to arrive: 2,499.75 · 0.999
    expect(values['transit:across transit:across USDC']).toBeCloseTo(2_497.25025, 9);
    // Short 1.5 at 1,705, and the 1.5 · 1,720 = 2,580 USDC at which it was entered.
    expect(values['hyperliquid off-chain ETH']).toBeCloseTo(-2_557.5, 9);
    expect(values['hyperliquid off-chain USDC']).toBeCloseTo(2_577.42, 9);
    // 8,200 + 4,995 + 999.4995 + 2,497.25025 − 2,557.5 + 2,577.42
    expect(exposure.total!.valueUsd).toBeCloseTo(16_711.66975, 9);
    // (2 + 1,500 · 0.001 − 1.5) · 1,700: dollars are left out.
    expect(exposure.total!.deltaUsd).toBeCloseTo(3_400, 9);
    expect(exposure.lines).toHaveLength(6);
    expect(exposure.unvalued).toEqual([]);
    expect(exposure.official).toBe(true);
  });

  it('counts a transfer once wherever it is', () => {
    const desk = twoChains();
    const inTransit = exposed(desk).total!.valueUsd;
    transfers(desk, 'ARRIVED');
    holds(desk, 'arbitrum', USDC, '3500.25');
    const arrived = exposed(desk);
    expect(valuesOf(arrived)).not.toHaveProperty('transit:across transit:across USDC');
    expect(arrived.total!.valueUsd).toBeCloseTo(inTransit, 9);

    // The block in which it left is undone: Polygon has its 2,500 again, and Arbitrum has them too.
    transfers(desk, 'ARRIVED_UNSENT');
    holds(desk, 'polygon', USDC, '7500');
    const unsent = exposed(desk);
    // 7,500 + 3,500.25 − 2,500 USDC
    expect(unsent.total!.valueUsd).toBeCloseTo(inTransit, 9);
    expect(codesOf(unsent)).toEqual(['transfer_arrived_unsent spot:USDC']);
    expect(unsent.unvalued[0]!.reason).toContain('a break of 2500 USDC, counted once');

    // And then the block in which it arrived.
    transfers(desk, 'UNDONE');
    holds(desk, 'arbitrum', USDC, '1000.5');
    const undone = exposed(desk);
    // 0.25 USDC of the bridge's fee are back.
    expect(undone.total!.valueUsd).toBeCloseTo(inTransit + 0.25 * 0.999, 9);
    expect(undone.unvalued).toEqual([]);
  });

  it('loses what is on its way when the bridge fails', () => {
    const desk = twoChains();
    const exposure = exposed(desk);
    const basis = portfolioBasis(desk.state, KEY, { number: 1, timeUs: T0_US })!;
    const failed = failedNames(basis, [{ kind: BRIDGE, name: 'across' }]);
    if (!failed.ok) throw new Error(failed.refusal.message);
    const { lossUsd, legs } = assessFailure(basis, failed.value);
    expect(lossUsd).toBeCloseTo(2_497.25025, 9);
    expect(legs.map(({ legId }) => legId)).toEqual([USDC]);
    const across = exposure.lookThrough.find(({ name }) => name === 'across');
    expect(across).toMatchObject({ kind: BRIDGE, legIds: [USDC] });
    expect(across!.lossGivenFailureUsd).toBeCloseTo(2_497.25025, 9);
  });

  it('takes liquidity by the integer of its contract, and what is owed to it as coins', () => {
    const desk = watchedDesk();
    const owed = [{ asset: 'USDC', amount: '12.5' }];
    // 2.5 · 10^14 of liquidity are 250 units, whatever the text beside them says.
    holds(desk, 'polygon', RANGE, '0', { units: '250000000000000', owed });
    const values = valuesOf(exposed(desk));
    expect(values['wallet polygon ETH']).toBeCloseTo(250 * 3.2, 9);
    expect(values['wallet polygon USDC']).toBeCloseTo(12.5 * 0.999, 9);
  });

  it('adds up what several contracts and addresses hold of one instrument, and forgets what is gone', () => {
    const desk = watchedDesk();
    holds(desk, 'polygon', WETH, '2', { source: 'erc20:polygon/a' });
    holds(desk, 'polygon', WETH, '0.5', { source: 'erc20:polygon/b' });
    holds(desk, 'polygon', WETH, '3', { source: 'erc20:polygon/a', number: 101n });
    expect(exposed(desk).total!.valueUsd).toBeCloseTo(3.5 * 1_700, 9);
    holds(desk, 'polygon', WETH, '0', { source: 'erc20:polygon/a' });
    holds(desk, 'polygon', WETH, '0', { source: 'erc20:polygon/b' });
    expect(exposed(desk).lines).toEqual([]);
    expect([...desk.state.observedPositions.keys(), ...desk.state.observedAccounts.keys()]).toEqual([]);
  });

  it('stands contracts against what they were entered at: an inverse one in its own coin', () => {
    const desk = watchedDesk({ venue: 'deribit', chain: 'off-chain' });
    const inverse = 'iperp:deribit:ETH-USD:10';
    desk.list('ETH', inverse, 'spot:ETH');
    holds(desk, 'deribit', inverse, '100', { ...AT_VENUE, entryPrice: '1600' });
    desk.fold('account', 'wallet', VenueBalanceObserved, {
      feed: 'deribit',
      accountId: 'wallet',
      venue: 'deribit',
      asset: 'ETH',
      total: '3',
      available: '2',
      cause: 'test',
      source: '',
      observedAtUs: T0_US,
    });
    markAll(desk);
    desk.mark('ETH', 1_700, {
      [WETH]: { priceUsd: 1_700 },
      [PERP]: { priceUsd: 1_705 },
      [RANGE]: { priceUsd: 3.2 },
      [VENUE_PERP]: { priceUsd: 1_705 },
      // The short leg of 10 / 1,700 coins, as pricing marks it.
      [inverse]: { priceUsd: -10 },
      'spot:ETH': { priceUsd: 1_700, delta: 1 },
    });
    const [exposure] = exposuresIn(desk.decide());
    // 100 contracts of 10 USD pay 1,000 · (1/1,600 − 1/1,700) coins: 0.036764… ETH, 62.5 USD; and 3 ETH are in the account.
    expect(exposure!.total!.valueUsd).toBeCloseTo(62.5 + 3 * 1_700, 9);
    // 1,000/1,600 = 0.625 coins and 3.
    expect(exposure!.lines[0]!.deltaUnits).toBeCloseTo(3.625, 12);
    expect(exposure!.lines).toMatchObject([{ venue: 'deribit', chain: 'off-chain', asset: 'ETH' }]);
  });

  it('counts what each sub-account of a venue has, and what was said without one no longer', () => {
    const desk = watchedDesk();
    const says = (source: string, total: string) =>
      desk.fold('account', 'wallet', VenueBalanceObserved, {
        feed: 'hyperliquid',
        accountId: 'wallet',
        venue: 'hyperliquid',
        asset: 'USDC',
        total,
        available: '',
        cause: 'test',
        source,
        observedAtUs: T0_US,
      });
    const held = () =>
      [...desk.state.observedPositions.entries()].map(([, row]) => [row.source, formatDecimal(row.quantity)]);
    says('', '10');
    expect(held()).toEqual([['balance', '10']]);
    says('spot', '7');
    says('clearinghouse', '3');
    expect(held()).toEqual([
      ['balance/spot', '7'],
      ['balance/clearinghouse', '3'],
    ]);
  });

  it('may be limited at each of its places, and at none where it holds nothing', () => {
    const desk = twoChains();
    const limit = (name: string) =>
      setLimit(
        desk.state,
        alice,
        limiting({
          limitId: name,
          component: LimitComponent.LIMIT_COMPONENT_PATH,
          path: 'value_usd',
          scope: { kind: LimitScopeKind.LIMIT_SCOPE_KIND_CHAIN, name },
          level: '900',
          closeLevel: '800',
          target: '',
        }),
      );
    desk.accept(limit('arbitrum'));
    expect(limit('optimism')).toMatchObject({ kind: 'refused', code: 'FAILED_PRECONDITION', field: 'scope' });
    markAll(desk);
    // 999.4995 USD there.
    expect(breachesIn(desk.decide())).toMatchObject([{ limitId: 'arbitrum', level: 900 }]);
  });

  it('names what has no mark, no entry, or an amount that nobody can read', () => {
    const desk = watchedDesk();
    holds(desk, 'polygon', 'spot:PEPE', '10');
    holds(desk, 'hyperliquid', VENUE_PERP, '2', AT_VENUE);
    holds(desk, 'polygon', WETH, '1');
    holds(desk, 'polygon', WETH, 'many');
    const exposure = exposed(desk);
    expect(codesOf(exposure).sort()).toEqual([
      `missing_entry_price ${VENUE_PERP}`,
      `unknown_instrument spot:PEPE`,
      `unreadable_fact ${WETH}`,
    ]);
    // What was read last stands.
    expect(valuesOf(exposure)['wallet polygon ETH']).toBeCloseTo(1_700, 9);
  });

  it('names an open break beside the total, and nets nothing', () => {
    const desk = watchedDesk();
    holds(desk, 'polygon', WETH, '2');
    const total = exposed(desk).total;
    const name = { accountId: 'wallet', place: 'polygon', instrumentId: WETH, source: 'erc20:polygon/weth' };
    const units = {
      byFacts: '2000000000000000000',
      observed: '1900000000000000000',
      difference: '-100000000000000000',
    };
    const at = { number: 101n, blockHash: '0xdef', observedAtUs: T0_US };
    desk.fold('account', 'wallet', PositionBreakFound, { ...name, ...units, ...at });
    const broken = exposed(desk);
    expect(broken.total).toEqual(total);
    expect(broken.unvalued).toMatchObject([{ code: 'position_break', instrumentId: WETH, valueKept: true }]);
    expect(broken.unvalued[0]!.reason).toContain('a break of -100000000000000000');
    const closed = { ...name, byFacts: units.observed, cause: 'late facts', observedAtUs: T0_US };
    desk.fold('account', 'wallet', PositionBreakClosed, closed);
    expect(exposed(desk).unvalued).toEqual([]);
  });

  it('counts scaled balances once: those of its deployment as lending positions, others at their marks', () => {
    const desk = watchedDesk({ accountId: 'aave:main', venue: 'aave-v3', deployment: LOAN.deployment });
    const other = 'lending:aave-v3:arbitrum:WETH:supply';
    desk.list('ETH', other);
    desk.loan('aave:main');
    desk.oracle(170_000_000_000n);
    const scaled = { accountId: 'aave:main', source: 'aave-v3:polygon/aToken/WETH' };
    holds(desk, 'polygon', 'lending:aave-v3:polygon:WETH:supply', '1000', scaled);
    holds(desk, 'polygon', 'lending:aave-v3:polygon:USDC:debt', '-1300000', scaled);
    holds(desk, 'arbitrum', other, '4', scaled);
    holds(desk, 'polygon', WETH, '2', { accountId: 'aave:main' });
    markAll(desk);
    desk.mark('ETH', 1_700, {
      [WETH]: { priceUsd: 1_700, delta: 1 },
      [PERP]: { priceUsd: 1_705 },
      [RANGE]: { priceUsd: 3.2 },
      [VENUE_PERP]: { priceUsd: 1_705 },
      [other]: { priceUsd: 1_720, delta: 1 },
    });
    const [exposure] = exposuresIn(desk.decide());
    // 1,000 supplied and 2 in the wallet, less 1.3 million owed at 0.999, and 4 scaled tokens at 1,720 elsewhere.
    expect(exposure!.total!.valueUsd).toBeCloseTo(1_002 * 1_700 - 1_300_000 * 0.999 + 4 * 1_720, 6);
    expect(exposure!.health).toHaveLength(1);
  });

  it('is not seen by another tenant than the one for whom it is watched', () => {
    const desk = watchedDesk();
    holds(desk, 'polygon', WETH, '2', {}, 'desk-b');
    expect(exposed(desk).lines).toEqual([]);
  });

  it('says of each leg where it was observed, and at which block', () => {
    const desk = twoChains();
    const exposure = exposed(desk);
    const basis = portfolioBasis(desk.state, KEY, { number: 1, timeUs: T0_US })!;
    const asked = { component: 'value_usd', accountId: 'wallet', asset: 'USDC' };
    const explained = explainNumber(desk.state, basis, exposure, asked);
    if (!explained.ok) throw new Error(explained.refusal.message);
    // 5,000 + 1,000.5 + 2,580 + 2,499.75 USDC at four places.
    expect(explained.value.value).toBeCloseTo(11_080.25 * 0.999, 8);
    expect(explained.value.terms.map(({ inputs }) => inputs[1]?.name)).toEqual([
      `held at polygon by erc20:polygon/${USDC}, block 100 0xabc`,
      `held at arbitrum by erc20:arbitrum/${USDC}, block 100 0xabc`,
      `entry at hyperliquid by ${VENUE_PERP}`,
      'transit at transit:across by 7',
    ]);
    expect(explained.value.terms[0]!.inputs[1]!.sourceType).toBe('gimbal.ingestion.v1.AccountPositionObserved');
    const { accounts, positions } = portfolioContent(desk.state, desk.state.portfolios.get(KEY)!);
    expect(accounts).toMatchObject([{ accountId: 'wallet', observed: true }]);
    expect(positions).toHaveLength(7);
    expect(positions.find(({ instrumentId }) => instrumentId === RANGE)).toEqual({
      accountId: 'wallet',
      instrumentId: RANGE,
      quantity: '1500',
      observed: {
        place: 'polygon',
        source: 'uniswap-v3:polygon/nft/9',
        part: 'held',
        number: 100n,
        blockHash: '0xabc',
        observedAtUs: T0_US,
      },
    });
  });
});

describe('an account that is booked by trades and observed as well', () => {
  it('refuses a trade in an observed account, by name', () => {
    const desk = watchedDesk();
    expect(bookTrade(desk.state, desk.step(), alice, trading())).toMatchObject({
      kind: 'refused',
      code: 'FAILED_PRECONDITION',
      field: 'account_id',
      message: 'Expected an account whose positions are those of its trades, those of wallet are observed.',
    });
  });

  it('counts its trades alone where it is attached for them, and says that more is observed', () => {
    const desk = bookedDesk();
    desk.accept(attachAccount(desk.state, alice, attaching({ accountId: 'second' })));
    desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ quantity: '2', price: '0', fee: '0' })));
    desk.mark('ETH', 1_700, { [WETH]: { priceUsd: 1_700, delta: 1 } });
    const before = exposuresIn(desk.decide())[0]!;
    holds(desk, 'polygon', WETH, '2');
    desk.mark('ETH', 1_700, { [WETH]: { priceUsd: 1_700, delta: 1 } });
    const after = exposuresIn(desk.decide())[0]!;
    expect(after.total!.valueUsd).toBe(before.total!.valueUsd);
    expect(codesOf(after)).toContain('observed_and_booked ');
    expect(codesOf(before)).not.toContain('observed_and_booked ');
  });

  it('names nothing of a loan whose scaled balances are observed beside its lending positions', () => {
    const desk = watchedDesk({
      accountId: 'aave:main',
      venue: 'aave-v3',
      deployment: LOAN.deployment,
      observed: false,
    });
    desk.loan('aave:main');
    desk.fold('account', 'aave:main', LendingPositionObserved, {
      accountId: 'aave:main',
      deployment: LOAN.deployment,
      asset: 'WETH',
      scaledSupply: '5',
      scaledVariableDebt: '0',
      usedAsCollateral: true,
      action: 0,
      amount: '0',
      cause: 'test',
      observedAtUs: T0_US,
    });
    holds(desk, 'polygon', 'lending:aave-v3:polygon:WETH:supply', '0.000000000000000005', { accountId: 'aave:main' });
    expect(codesOf(exposed(desk))).not.toContain('observed_and_booked ');
  });
});
