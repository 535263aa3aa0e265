import { AccountAttached, PortfolioOpened, TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutOf, type Desk, type MarkRow, openDesk } from '../desk.sample.js';
import { calculateExposure } from './calculateExposure.js';
import { type LendingBasis, type PortfolioBasis, portfolioBasis } from './portfolioBasis.js';
import { wholeAccount } from './wholeAccount.js';

const KEY = 'desk-a/main';
const LISTED: Readonly<Record<string, readonly string[]>> = {
  ETH: [
    'spot:WETH',
    'staked:ethereum:wstETH:ETH',
    'perp:paper:ETH-USD',
    'perp:paper:ETH-USDC',
    'option:paper:ETH-USD:20230825T080000Z:1650:P',
    'option:paper:ETH-USDC:20231229T080000Z:1700:C',
    'powerperp:ethereum:oSQTH',
    'univ3:ethereum:0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640:199000:203000',
  ],
  BTC: ['option:paper:BTC-USD:20230929T080000Z:30000:C', 'spot:WBTC'],
  USD: ['spot:USDC', 'spot:DAI'],
};
const INSTRUMENTS = Object.values(LISTED).flat();

type Position = readonly [instrument: number, thousandths: number];

/** One portfolio, an account for each list of positions. */
function deskOf(accounts: readonly (readonly Position[])[]): Desk {
  const desk = openDesk();
  for (const [underlying, ids] of Object.entries(LISTED)) desk.list(underlying, ...ids);
  const portfolioId = 'main';
  desk.fold('portfolio', KEY, PortfolioOpened, { portfolioId, name: 'main', parentPortfolioId: '' });
  for (const [a, positions] of accounts.entries()) {
    const held = { portfolioId, accountId: `a${a}`, venue: 'paper' };
    desk.fold('portfolio', KEY, AccountAttached, { ...held, chain: 'off-chain', deployment: '', observed: false });
    for (const [n, [at, thousandths]] of positions.entries()) {
      const instrumentId = INSTRUMENTS[at]!;
      const amounts = { quantity: String(thousandths / 1_000), price: '0', fee: '0', quoteInstrumentId: instrumentId };
      const trade = TradeBooked.create({ ...held, venueTradeId: String(n), instrumentId, ...amounts });
      desk.fold('portfolio', KEY, TradeBooked, trade);
    }
  }
  return desk;
}

function mark(desk: Desk, seed: number, which: readonly string[] = Object.keys(LISTED)): void {
  for (const underlying of which) {
    const ids = LISTED[underlying]!;
    const rows = ids.map((id, at): [string, MarkRow] => {
      const value = (n: number): number => Math.sin(seed * 7 + at * 3 + n) * 1_000;
      const own = { priceUsd: value(1), delta: value(2), gammaPerUsd: value(3), trackedUsd: Math.abs(value(4)) };
      // No vega for some, since what has none has no line among the tenors.
      const vegaUsdPerVolPoint = at % 2 === 0 ? value(5) : 0;
      return [id, { ...own, vegaUsdPerVolPoint, thetaUsdPerDay: value(6), carryUsdPerDay: value(7) }];
    });
    desk.mark(underlying, 1_000 + (seed % 1_000), Object.fromEntries(rows));
  }
}

/** A lending account that nobody has observed holds nothing more, and has its positions walked leg by leg. */
const UNOBSERVED: LendingBasis = {
  inputs: { ok: false, failure: { code: 'UnknownAccount', deployment: '', accountId: '' } },
  states: new Map(),
  listings: new Map(),
  sources: new Map(),
  backing: new Map(),
  doubts: [],
};

function walked(basis: PortfolioBasis, which: (at: number) => boolean): PortfolioBasis {
  return {
    ...basis,
    accounts: basis.accounts.map((account, at) => (which(at) ? { ...account, lending: UNOBSERVED } : account)),
  };
}

function sumsOf(basis: PortfolioBasis): unknown {
  const said = calculateExposure(basis, 1n, cutOf(basis.step, new Map()));
  const unvalued = said.unvalued.filter(({ code }) => code !== 'health_unavailable');
  return { ...said, health: [], unvalued };
}

const anyAccounts = fc.array(
  fc.array(
    fc.tuple(fc.nat({ max: INSTRUMENTS.length - 1 }), fc.integer({ min: -1e9, max: 1e9 })) as fc.Arbitrary<Position>,
    { maxLength: 30 },
  ),
  { minLength: 1, maxLength: 3 },
);

describe('an account of which nothing has to be said', () => {
  it('says what a walk along its legs says, bit for bit, whichever accounts are walked', () => {
    fc.assert(
      fc.property(anyAccounts, fc.integer({ min: 1, max: 1e6 }), (accounts, seed) => {
        const desk = deskOf(accounts);
        mark(desk, seed);
        const basis = portfolioBasis(desk.state, KEY, desk.step())!;
        for (const account of basis.accounts) expect(wholeAccount(basis, account)).toBeDefined();
        const whole = sumsOf(basis);
        expect(sumsOf(walked(basis, () => true))).toEqual(whole);
        expect(sumsOf(walked(basis, (at) => at % 2 === 0))).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('adds up anew what a tick moves, and says what a walk says after any succession of ticks', () => {
    const ticks = fc.array(fc.tuple(fc.subarray(Object.keys(LISTED)), fc.integer({ min: 1, max: 1e6 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(anyAccounts, ticks, (accounts, moves) => {
        const desk = deskOf(accounts);
        mark(desk, 1);
        for (const [underlyings, seed] of moves) {
          const basis = portfolioBasis(desk.state, KEY, desk.step())!;
          const before = calculateExposure(basis, 1n, cutOf(basis.step, new Map())).lines;
          mark(desk, seed, underlyings);
          const moved = portfolioBasis(desk.state, KEY, desk.step())!;
          const after = calculateExposure(moved, 2n, cutOf(moved.step, new Map())).lines;
          const isMoved = ({ asset }: { asset: string }): boolean =>
            underlyings.some((each) => (each === 'USD' ? ['USDC', 'DAI'].includes(asset) : each === asset));
          for (const [at, line] of after.entries()) if (!isMoved(line)) expect(line).toBe(before[at]);
          expect(sumsOf(walked(moved, () => true))).toEqual(sumsOf(moved));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('moves an option to the next tenor when its expiry comes nearer', () => {
    // 2023-08-25T08:00Z is the end; from 2023-08-18T08:00Z on it is within seven days, before that within thirty.
    const desk = deskOf([[[INSTRUMENTS.indexOf('option:paper:ETH-USD:20230825T080000Z:1650:P'), 1_000]]]);
    desk.mark('ETH', 1_700, {
      'option:paper:ETH-USD:20230825T080000Z:1650:P': { priceUsd: 50, vegaUsdPerVolPoint: 2 },
    });
    const tenorAt = (iso: string): number[] => {
      const step = { number: 1, timeUs: BigInt(Date.parse(iso)) * 1_000n };
      const frames = new Map([['ETH', { ...desk.state.frames.get('ETH')!, timeUs: step.timeUs }]]);
      const basis = { ...portfolioBasis(desk.state, KEY, step)!, frames };
      return calculateExposure(basis, 1n, cutOf(step, new Map())).vegaByTenor.map(({ daysMax }) => daysMax);
    };
    expect(tenorAt('2023-08-18T07:59:58.000Z')).toEqual([30]);
    expect(tenorAt('2023-08-18T07:59:59.999Z')).toEqual([30]);
    expect(tenorAt('2023-08-18T08:00:00.000Z')).toEqual([7]);
    // An exposure as of then, asked for later, has the tenor of its own time.
    expect(tenorAt('2023-08-18T07:59:59.999Z')).toEqual([30]);
  });

  it('is walked when a mark is missing, old or without a Greek, or charges a short', () => {
    const isWhole = (row: MarkRow, ageUs = 0n, thousandths = 1_000): boolean => {
      const desk = deskOf([[[INSTRUMENTS.indexOf('spot:WETH'), thousandths]]]);
      desk.mark('ETH', 1_700, { 'spot:WETH': row });
      const step = { number: 1, timeUs: desk.step().timeUs + ageUs };
      const basis = portfolioBasis(desk.state, KEY, step)!;
      return wholeAccount(basis, basis.accounts[0]!) !== undefined;
    };
    expect(isWhole({ priceUsd: 1_700, delta: 1 })).toBe(true);
    expect(isWhole({ priceUsd: NaN, delta: 1 })).toBe(false);
    expect(isWhole({ priceUsd: 1_700, delta: NaN })).toBe(false);
    expect(isWhole({ priceUsd: 1_700, delta: 1 }, 30_000_001n)).toBe(false);
    expect(isWhole({ priceUsd: 1_700, delta: 1, shortChargeUsdPerDay: -1 })).toBe(true);
    expect(isWhole({ priceUsd: 1_700, delta: 1, shortChargeUsdPerDay: -1 }, 0n, -1_000)).toBe(false);
  });
});
