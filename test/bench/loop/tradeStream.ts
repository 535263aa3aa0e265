import { event, type Event } from '@gimbal/contracts';
import { AccountAttached, PortfolioOpened, TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import { seededRandom } from '../../seededRandom.ts';

export const TENANT = 'desk-a';
const PORTFOLIOS = 40;
const ACCOUNTS_PER_PORTFOLIO = 50;
const INSTRUMENTS = 1_000;
/** Each account trades so many of the instruments: 2,000 accounts · 45 and the cash of each make some 92,000 positions. */
const INSTRUMENTS_PER_ACCOUNT = 45;
/** One trade in so many comes a second time under its venue's name, and one record a second time under its own id. */
const REPEATED_EVERY = 500;

/** A fact on its way into the log: whose, and the request that it answers. */
export interface TradeFact {
  readonly key: string;
  readonly portfolioId: string;
  readonly requestId: string;
  readonly event: Event;
}

/** Opens every portfolio and attaches every account. */
export function* bookOpening(): IterableIterator<TradeFact> {
  for (let p = 0; p < PORTFOLIOS; p++) {
    const portfolioId = portfolioIdOf(p);
    const opened: PortfolioOpened = { portfolioId, name: portfolioId, parentPortfolioId: '' };
    yield fact(portfolioId, `open-${p}`, event(PortfolioOpened, opened));
    for (let a = 0; a < ACCOUNTS_PER_PORTFOLIO; a++) {
      const attached = {
        portfolioId,
        accountId: accountIdOf(p, a),
        venue: 'paper',
        chain: 'off-chain',
        deployment: '',
      };
      yield fact(portfolioId, `attach-${p}-${a}`, event(AccountAttached, attached));
    }
  }
}

/** Seeded trades without end: perpetuals against USDC, with values of about 112 bytes. */
export function* tradeStream(seed: number): IterableIterator<TradeFact> {
  const random = seededRandom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const instruments = Array.from({ length: INSTRUMENTS }, (_, i) => instrumentIdOf(i));
  let last: TradeFact | undefined;
  for (let n = 1; ; n++) {
    if (last !== undefined && n % REPEATED_EVERY === 0) {
      // Every other time the venue sends it again under a new request; else the record itself was appended twice.
      yield n % (2 * REPEATED_EVERY) === 0 ? { ...last, requestId: `${last.requestId}-again` } : last;
      continue;
    }
    const p = whole(PORTFOLIOS);
    const a = whole(ACCOUNTS_PER_PORTFOLIO);
    const held = (p * ACCOUNTS_PER_PORTFOLIO + a) * 7 + whole(INSTRUMENTS_PER_ACCOUNT) * 17;
    const portfolioId = portfolioIdOf(p);
    const booked: TradeBooked = {
      portfolioId,
      accountId: accountIdOf(p, a),
      venue: 'paper',
      venueTradeId: `t-${String(n).padStart(9, '0')}`,
      instrumentId: instruments[held % INSTRUMENTS]!,
      quoteInstrumentId: 'spot:USDC',
      quantity: decimalText((whole(2_000_000) + 1) * (random() < 0.5 ? -1 : 1), 4),
      price: decimalText(whole(500_000) + 1, 2),
      fee: decimalText(whole(10_000), 4),
      executedAtUs: 1_692_230_400_000_000n + BigInt(n) * 1_000n,
      bookedBy: 'tess',
    };
    last = fact(portfolioId, `r-${String(n).padStart(9, '0')}`, event(TradeBooked, booked));
    yield last;
  }
}

function fact(portfolioId: string, requestId: string, said: Event): TradeFact {
  return { key: `${TENANT}/${portfolioId}`, portfolioId, requestId, event: said };
}

function portfolioIdOf(p: number): string {
  return `book-${String(p).padStart(2, '0')}`;
}

function accountIdOf(p: number, a: number): string {
  return `acct-${String(p * ACCOUNTS_PER_PORTFOLIO + a).padStart(4, '0')}`;
}

function instrumentIdOf(i: number): string {
  return `perp:paper:${String.fromCharCode(65 + (i % 26))}${String(i).padStart(3, '0')}-USD`;
}

/** The one text of a value: no zeros at the end (libs/money, formatDecimal). */
function decimalText(unscaled: number, scale: number): string {
  return String(unscaled / 10 ** scale);
}
