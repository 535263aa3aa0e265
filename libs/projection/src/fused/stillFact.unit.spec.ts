import { event, eventTypesOf } from '@gimbal/contracts';
import {
  AccountAttached,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import { expect, it } from 'vitest';
import { portfolioOfStillFact } from './stillFact.js';

it('names the portfolio of every fact of the topic that moves nothing, so that each counts towards its version', () => {
  const moving: readonly string[] = [PortfolioOpened, AccountAttached, TradeBooked, TradeCorrected].map(
    ({ $type }) => $type,
  );
  const portfolioId = 'main';
  for (const codec of eventTypesOf('portfolio')) {
    const fact = event(codec, codec.fromJSON({ portfolioId, proposed: { portfolioId } }));
    expect(portfolioOfStillFact(fact), codec.$type).toBe(moving.includes(codec.$type) ? undefined : portfolioId);
  }
});
