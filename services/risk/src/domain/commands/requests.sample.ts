import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import type {
  AttachAccountRequest,
  BookTradeRequest,
  CorrectTradeRequest,
  OpenPortfolioRequest,
  ProposeLimitChangeRequest,
  RequestWaiverRequest,
  SetLimitRequest,
} from '@gimbal/contracts/risk/v1/risk_service';
import { alice, type Desk, LOAN, openDesk, PERP, USDC, WETH } from '../desk.sample.js';
import { attachAccount } from './attachAccount.js';
import { openPortfolio } from './openPortfolio.js';

export const opening = (more: Partial<OpenPortfolioRequest> = {}): OpenPortfolioRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  name: 'Main book',
  parentPortfolioId: '',
  ...more,
});

export const attaching = (more: Partial<AttachAccountRequest> = {}): AttachAccountRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  accountId: 'wallet',
  venue: 'wallet',
  chain: 'polygon',
  deployment: '',
  observed: false,
  expectedVersion: undefined,
  ...more,
});

export const trading = (more: Partial<BookTradeRequest> = {}): BookTradeRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  accountId: 'wallet',
  venue: 'paper',
  venueTradeId: 't-1',
  instrumentId: WETH,
  quantity: '2',
  price: '1700.5',
  quoteInstrumentId: USDC,
  fee: '0.5',
  executedAtUs: 0n,
  expectedVersion: undefined,
  ...more,
});

export const correcting = (more: Partial<CorrectTradeRequest> = {}): CorrectTradeRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  venue: 'paper',
  venueTradeId: 't-1',
  quantity: '3',
  price: '1700',
  fee: '1',
  reason: 'typo',
  expectedVersion: undefined,
  ...more,
});

export const limiting = (more: Partial<SetLimitRequest> = {}): SetLimitRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  limitId: 'delta',
  component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
  accountId: '',
  level: '100000',
  closeLevel: '80000',
  target: '0',
  path: '',
  scope: undefined,
  severity: 0,
  side: 0,
  expectedVersion: undefined,
  ...more,
});

export const changing = (more: Partial<ProposeLimitChangeRequest> = {}): ProposeLimitChangeRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  limitId: 'delta',
  level: '200000',
  closeLevel: '',
  target: '',
  severity: 0,
  remove: false,
  reason: 'more room',
  expectedVersion: undefined,
  ...more,
});

export const waiving = (more: Partial<RequestWaiverRequest> = {}): RequestWaiverRequest => ({
  requestId: 'r',
  portfolioId: 'main',
  limitId: 'delta',
  level: '150000',
  expiresAtUs: 0n,
  reason: 'roll of the week',
  expectedVersion: undefined,
  ...more,
});

/** Names a change, or with `waiverId` a waiver, of `main`. */
export const deciding = (changeId: string) => ({
  requestId: 'r',
  portfolioId: 'main',
  changeId,
  waiverId: changeId,
  reason: '',
  expectedVersion: undefined,
});

/** A desk with the portfolio `main`, the accounts `wallet` and `aave:main`, and listings. */
export function bookedDesk(): Desk {
  const desk = openDesk();
  desk.list('ETH', WETH, PERP);
  desk.list('USD', USDC);
  desk.accept(openPortfolio(desk.state, alice, opening()));
  desk.accept(attachAccount(desk.state, alice, attaching()));
  const loan = { accountId: 'aave:main', venue: 'aave-v3', deployment: LOAN.deployment };
  desk.accept(attachAccount(desk.state, alice, attaching(loan)));
  return desk;
}
