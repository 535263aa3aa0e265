import { LendingPositionObserved, ReserveConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { DependencyKind, type ExposureCalculated, type LookThrough } from '@gimbal/contracts/risk/v1/exposure_events';
import { DependencyDeclared } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { DeclareDependencyRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { isEvent } from '@gimbal/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { declareDependency } from '../commands/declareDependency.js';
import { attachAccount } from '../commands/attachAccount.js';
import { attaching, bookedDesk, trading } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, LOAN, mallory, PERP, RANGE, T0_US, USDC, WETH } from '../desk.sample.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { portfolioKey } from '../rowKeys.js';
import { assessFailure, type FailureAssessed } from './assessFailure.js';
import type { DependencyKindName } from './dependency.js';
import { failedNames } from './failedNames.js';

/** USDC as it came over Polygon's bridge, and the token of the Aave reserve that the demo calls USDC. */
const BRIDGED = 'spot:USDC.e';
const BRIDGED_TOKEN = '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174';

function trade(desk: Desk, instrumentId: string, quantity: string, price = '0', accountId = 'wallet'): void {
  const venueTradeId = `${instrumentId} ${desk.folded.length}`;
  const request = trading({ instrumentId, quantity, price, fee: '0', venueTradeId, accountId });
  desk.accept(bookTrade(desk.state, desk.step(), alice, request));
}

function supply(desk: Desk, asset: string, amount: bigint): void {
  desk.fold('account', 'aave:main', LendingPositionObserved, {
    accountId: 'aave:main',
    deployment: LOAN.deployment,
    action: 0,
    amount: '0',
    cause: 'test',
    observedAtUs: T0_US,
    asset,
    scaledSupply: amount.toString(),
    scaledVariableDebt: '0',
    usedAsCollateral: true,
  });
}

function bridgedReserve(desk: Desk, oracleFeed = LOAN.usdcFeed): void {
  desk.fold('protocol', LOAN.deployment, ReserveConfigured, {
    deployment: LOAN.deployment,
    asset: 'USDC',
    tokenAddress: BRIDGED_TOKEN,
    decimals: 6,
    ltvBps: 8_250,
    liquidationThresholdBps: 8_500,
    liquidationBonusBps: 10_500,
    liquidationProtocolFeeBps: 1_000,
    ruleset: 'aave-v3.0',
    oracleFeed,
    source: 'test',
    effectiveAtUs: 0n,
  });
}

/**
 * A wallet on Polygon with 10,000 USDC, 5,000 USDC.e, 2 WETH and 1,000 units of the USDC.e/WETH range, and 1,000 WETH
 * supplied to Aave against 1.3 million USDC.e; ETH at 2,000, where the range is worth 10,712.885637917423 (handbook, 1.12).
 */
function book(): Desk {
  const desk = bookedDesk();
  desk.list('ETH', RANGE);
  desk.list('USD', BRIDGED);
  desk.loan('aave:main');
  bridgedReserve(desk);
  desk.oracle(200_000_000_000n);
  trade(desk, USDC, '10000');
  trade(desk, BRIDGED, '5000');
  trade(desk, WETH, '2');
  trade(desk, RANGE, '1000');
  mark(desk);
  return desk;
}

function mark(desk: Desk): void {
  const range = { priceUsd: 10.71288563791742, delta: 0.0023606797749978967, gammaPerUsd: -0.000005590169943749474 };
  const perp = { priceUsd: 1_990, delta: 1 };
  const listed = [...desk.state.listings.keys()];
  const rows = { [WETH]: { priceUsd: 2_000, delta: 1 }, [PERP]: perp, [RANGE]: range };
  desk.mark('ETH', 2_000, Object.fromEntries(Object.entries(rows).filter(([id]) => listed.includes(id))));
  const dollar = { priceUsd: 1, delta: 1 };
  desk.mark(
    'USD',
    1,
    Object.fromEntries([USDC, BRIDGED].filter((id) => listed.includes(id)).map((id) => [id, dollar])),
  );
}

const RANGE_USD = 10_712.885637917423;

function fail(desk: Desk, ...failed: readonly (readonly [DependencyKindName, string])[]): FailureAssessed {
  const basis = portfolioBasis(desk.state, portfolioKey('desk-a', 'main'), desk.step())!;
  return assessFailure(
    basis,
    failed.map(([kind, name]) => ({ kind, name })),
  );
}

function exposed(desk: Desk): ExposureCalculated {
  return exposuresIn(desk.decide())[0]!;
}

function on(exposure: ExposureCalculated, kind: DependencyKind, name: string): LookThrough | undefined {
  return exposure.lookThrough.find((each) => each.kind === kind && each.name === name);
}

describe('look-through', () => {
  it('sees every layer beneath a leg, each once', () => {
    const exposure = exposed(book());
    const names = exposure.lookThrough.map(
      ({ kind, name }) => `${DependencyKind[kind].slice(16).toLowerCase()}/${name}`,
    );
    expect(names).toEqual([
      'bridge/polygon-pos',
      'contract/aave-v3:polygon',
      'contract/uniswap-v3:polygon',
      'contract/weth9',
      'issuer/Circle',
      'oracle/chainlink:assumed:USDC-USD',
      'oracle/chainlink:ethereum:ETH-USD',
      'protocol/Aave',
      'protocol/Uniswap',
    ]);
    // Circle: 10,000 + 5,000 + the range − 1,300,000; the debt loses nothing.
    const circle = on(exposure, DependencyKind.DEPENDENCY_KIND_ISSUER, 'Circle')!;
    expect(circle.valueUsd).toBeCloseTo(15_000 + RANGE_USD - 1_300_000, 6);
    expect(circle.lossGivenFailureUsd).toBeCloseTo(15_000 + RANGE_USD, 6);
    expect(circle.legIds).toEqual([USDC, BRIDGED, RANGE, 'aave-v3:polygon:USDC:debt']);
    // The bridge: 5,000 + 2 · 2,000 + the range + 1,000 · 2,000 − 1,300,000.
    const bridge = on(exposure, DependencyKind.DEPENDENCY_KIND_BRIDGE, 'polygon-pos')!;
    expect(bridge.lossGivenFailureUsd).toBeCloseTo(5_000 + 4_000 + RANGE_USD + 2_000_000, 6);
    const aave = on(exposure, DependencyKind.DEPENDENCY_KIND_PROTOCOL, 'Aave')!;
    expect([aave.valueUsd, aave.lossGivenFailureUsd]).toEqual([700_000, 2_000_000]);
  });

  it('follows a reserve that is given another oracle', () => {
    const desk = book();
    const before = exposed(desk);
    const other = 'chainlink:polygon:USDC-USD';
    const kind = DependencyKind.DEPENDENCY_KIND_ORACLE;
    expect([on(before, kind, LOAN.usdcFeed)?.valueUsd, on(before, kind, other)]).toEqual([-1_300_000, undefined]);
    bridgedReserve(desk, other);
    mark(desk);
    const after = exposed(desk);
    expect([on(after, kind, LOAN.usdcFeed), on(after, kind, other)?.valueUsd]).toEqual([undefined, -1_300_000]);
  });

  it('knows the protocol of a power perpetual by one name, wherever it is met', () => {
    const POWER = 'powerperp:ethereum:oSQTH';
    const desk = bookedDesk();
    const squeeth = attaching({ accountId: 'squeeth:main', venue: 'squeeth', chain: 'ethereum' });
    desk.accept(attachAccount(desk.state, alice, squeeth));
    desk.list('ETH', POWER);
    trade(desk, POWER, '500', '0', 'squeeth:main');
    desk.mark('ETH', 2_000, { [POWER]: { priceUsd: 60, delta: 0.06 } });
    // Opyn is who wrote it; what may fail is the protocol and its contracts on the chain, and the coin that is its collateral.
    expect(
      exposed(desk).lookThrough.map(({ kind, name, valueUsd }) => [DependencyKind[kind].slice(16), name, valueUsd]),
    ).toEqual([
      ['CONTRACT', 'squeeth:ethereum', 30_000],
      ['CONTRACT', 'weth9', 30_000],
      ['PROTOCOL', 'Squeeth', 30_000],
    ]);
  });

  it('says which pool it can’t see through', () => {
    const desk = book();
    const stranger = 'univ3:polygon:0x00000000000000000000000000000000000000aa:200310:203190';
    desk.list('ETH', stranger);
    trade(desk, stranger, '1');
    const exposure = exposed(desk);
    expect(exposure.unvalued).toContainEqual(
      expect.objectContaining({ instrumentId: stranger, code: 'unknown_pool', accountId: 'wallet' }),
    );
  });
});

describe('a failed issuer or bridge', () => {
  it('revalues every dependent leg once', () => {
    // By hand: 10,000 + 5,000 + 4,000 + range + 2,000,000 − 1,300,000 before; without Circle's legs after.
    const found = fail(book(), ['issuer', 'Circle']);
    expect(found.valueUsd).toBeCloseTo(719_000 + RANGE_USD, 6);
    expect(found.valueAfterUsd).toBeCloseTo(704_000, 6);
    expect(found.lossUsd).toBeCloseTo(15_000 + RANGE_USD, 6);
    expect(found.legs.map(({ legId, valueAfterUsd }) => [legId, valueAfterUsd])).toEqual([
      [USDC, 0],
      [BRIDGED, 0],
      [RANGE, 0],
      ['aave-v3:polygon:USDC:debt', -1_300_000],
    ]);
    // What is left moves with ETH by 2 + 1,000 coins; the range's gamma is gone with it.
    expect(found.after?.deltaUsd).toBeCloseTo(2_004_000, 6);
    expect(found.after?.gammaUsdPer1pct).toBe(0);
  });

  it('loses a leg that rests on two of the failed names no more than once', () => {
    const found = fail(book(), ['issuer', 'Circle'], ['bridge', 'polygon-pos']);
    // Everything but the debt rests on one of them.
    expect(found.valueAfterUsd).toBeCloseTo(-1_300_000, 6);
    expect(found.lossUsd).toBeCloseTo(10_000 + 5_000 + 4_000 + RANGE_USD + 2_000_000, 6);
    const range = found.legs.find(({ legId }) => legId === RANGE)!;
    expect(range.becauseOf.map(({ name }) => name).sort()).toEqual(['Circle', 'polygon-pos']);
    expect(new Set(found.legs.map(({ legId }) => legId)).size).toBe(found.legs.length);
    // Each alone: 25,712.89 and 2,019,712.89. Their sum counts USDC.e and the range twice.
    const alone = [fail(book(), ['issuer', 'Circle']), fail(book(), ['bridge', 'polygon-pos'])];
    const twice = 5_000 + RANGE_USD;
    expect(alone[0]!.lossUsd + alone[1]!.lossUsd - twice).toBeCloseTo(found.lossUsd, 6);
  });

  it('loses collateral in the failed coin', () => {
    const desk = book();
    supply(desk, 'USDC', 20_000n * 10n ** 6n);
    const found = fail(desk, ['issuer', 'Circle']);
    // The debt position was replaced by the supply: 10,000 + 5,000 + 20,000 + the range.
    expect(found.lossUsd).toBeCloseTo(35_000 + RANGE_USD, 6);
    expect(found.legs.map(({ legId }) => legId)).toContain('aave-v3:polygon:USDC:supply');
  });

  it('never makes the book richer, and loses no less the more fail', () => {
    const names = [
      ['issuer', 'Circle'],
      ['bridge', 'polygon-pos'],
      ['protocol', 'Aave'],
      ['protocol', 'Uniswap'],
      ['contract', 'weth9'],
      ['oracle', LOAN.feed],
    ] as const;
    const desk = book();
    fc.assert(
      fc.property(fc.subarray([...names]), fc.constantFrom(...names), (some, more) => {
        const less = fail(desk, ...some).lossUsd;
        const all = fail(desk, ...some, more).lossUsd;
        expect(less).toBeGreaterThanOrEqual(0);
        expect(all).toBeGreaterThanOrEqual(less - 1e-6);
        expect(all).toBeLessThanOrEqual(less + fail(desk, more).lossUsd + 1e-6);
      }),
      { numRuns: 50 },
    );
  });
});

describe('contracts with a venue', () => {
  it('are one claim with their cash: the equity is lost, not the notional', () => {
    const desk = book();
    desk.accept(
      attachAccount(desk.state, alice, attaching({ accountId: 'venue', venue: 'hyperliquid', chain: 'off-chain' })),
    );
    trade(desk, USDC, '1000', '0', 'venue');
    // Sold 10 at 2,010, marked at 1,990: 20,100 of cash against −19,900, so the equity is 1,200.
    trade(desk, PERP, '-10', '2010', 'venue');
    const found = fail(desk, ['protocol', 'Hyperliquid']);
    expect(found.lossUsd).toBeCloseTo(1_200, 6);
    expect(found.legs.map(({ legId, valueUsd, valueAfterUsd }) => [legId, valueUsd, valueAfterUsd])).toEqual([
      [USDC, 21_100, 0],
      [PERP, -19_900, 0],
    ]);
    const exposure = exposed(desk);
    const hyperliquid = on(exposure, DependencyKind.DEPENDENCY_KIND_PROTOCOL, 'Hyperliquid')!;
    expect(hyperliquid).toMatchObject({ valueUsd: 1_200, lossGivenFailureUsd: 1_200, legIds: [USDC, PERP] });
    // Its margin is USDC: Circle takes the equity too, beside the wallet's coins.
    expect(fail(desk, ['issuer', 'Circle']).lossUsd).toBeCloseTo(15_000 + RANGE_USD + 1_200, 6);
  });

  it('stay as they are when the account owes', () => {
    const desk = book();
    desk.accept(
      attachAccount(desk.state, alice, attaching({ accountId: 'venue', venue: 'derive', chain: 'off-chain' })),
    );
    // Bought 10 at 2,010, marked at 1,990: the account owes 200.
    trade(desk, PERP, '10', '2010', 'venue');
    const found = fail(desk, ['protocol', 'Derive']);
    expect(found.lossUsd).toBe(0);
    expect(found.legs.map(({ valueUsd, valueAfterUsd }) => valueUsd - valueAfterUsd)).toEqual([0, 0]);
  });
});

const declaring = (more: Partial<DeclareDependencyRequest>): DeclareDependencyRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  subject: 'USDC',
  kind: 'issuer',
  name: 'Circle',
  recovery: '0.8',
  expectedVersion: undefined,
  ...more,
});

describe('what a desk declares', () => {
  it('goes before what is known, in every layer, until it is taken back', () => {
    const desk = book();
    desk.accept(declareDependency(desk.state, alice, declaring({})));
    // A fifth is lost of all that holds USDC: of 10,000, of 5,000 bridged, of the range.
    expect(fail(desk, ['issuer', 'Circle']).lossUsd).toBeCloseTo(0.2 * (15_000 + RANGE_USD), 6);
    // The narrower has the last word.
    desk.accept(declareDependency(desk.state, alice, declaring({ subject: RANGE, recovery: '0.5' })));
    expect(fail(desk, ['issuer', 'Circle']).lossUsd).toBeCloseTo(0.2 * 15_000 + 0.5 * RANGE_USD, 6);
    // Half of the range is left by Circle, none by the bridge: the least counts.
    expect(
      fail(desk, ['issuer', 'Circle'], ['bridge', 'polygon-pos']).legs.find(({ legId }) => legId === RANGE),
    ).toMatchObject({ recovery: 0 });
    desk.accept(declareDependency(desk.state, alice, declaring({ recovery: '' })));
    desk.accept(declareDependency(desk.state, alice, declaring({ subject: RANGE, recovery: '' })));
    expect(fail(desk, ['issuer', 'Circle']).lossUsd).toBeCloseTo(15_000 + RANGE_USD, 6);
  });

  it('adds a name that nobody knew', () => {
    const desk = book();
    desk.accept(
      declareDependency(
        desk.state,
        alice,
        declaring({ subject: 'wallet', kind: 'custodian', name: 'Safe', recovery: '0.25' }),
      ),
    );
    const safe = on(exposed(desk), DependencyKind.DEPENDENCY_KIND_CUSTODIAN, 'Safe')!;
    expect(safe.lossGivenFailureUsd).toBeCloseTo(0.75 * (19_000 + RANGE_USD), 6);
  });

  it('is refused when it can’t be meant, and counts towards the version', () => {
    const desk = book();
    const refusedAt = (request: DeclareDependencyRequest, who = alice) => {
      const decision = declareDependency(desk.state, who, request);
      return decision.kind === 'refused' ? `${decision.code} ${decision.field}` : decision.kind;
    };
    expect(refusedAt(declaring({ recovery: '1.01' }))).toBe('INVALID_ARGUMENT recovery');
    expect(refusedAt(declaring({ recovery: '-0.1' }))).toBe('INVALID_ARGUMENT recovery');
    expect(refusedAt(declaring({ kind: 'friend' }))).toBe('INVALID_ARGUMENT kind');
    expect(refusedAt(declaring({ subject: '' }))).toBe('INVALID_ARGUMENT subject');
    expect(refusedAt(declaring({ name: '' }))).toBe('INVALID_ARGUMENT name');
    expect(refusedAt(declaring({ recovery: '' }))).toBe('NOT_FOUND name');
    expect(refusedAt(declaring({}), mallory)).toBe('NOT_FOUND portfolio_id');
    const before = desk.state.portfolios.get('desk-a/main')!.version;
    desk.accept(declareDependency(desk.state, alice, declaring({})));
    expect(desk.state.portfolios.get('desk-a/main')!.version).toBe(before + 1);
    const last = desk.folded.at(-1)!;
    expect(isEvent(last, DependencyDeclared) && last.value.declaredBy).toBe('alice');
  });
});

describe('names that are asked to fail', () => {
  it('have to be known, for a typing error would look like safety', () => {
    const basis = portfolioBasis(book().state, portfolioKey('desk-a', 'main'), { number: 1, timeUs: T0_US })!;
    const kind = DependencyKind.DEPENDENCY_KIND_ISSUER;
    const codeOf = (failed: Parameters<typeof failedNames>[1]) => {
      const names = failedNames(basis, failed);
      return names.ok ? 'ok' : names.refusal.field;
    };
    expect(codeOf([{ kind, name: 'Circle' }])).toBe('ok');
    expect(codeOf([{ kind, name: 'circle' }])).toBe('failed[0].name');
    expect(codeOf([{ kind: 0, name: 'Circle' }])).toBe('failed[0].kind');
    expect(codeOf([{ kind: DependencyKind.DEPENDENCY_KIND_ORACLE, name: LOAN.feed }])).toBe('ok');
    expect(codeOf([])).toBe('failed');
  });
});
