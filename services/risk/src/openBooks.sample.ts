import { event } from '@gimbal/contracts';
import { AccountAttached, PortfolioOpened, TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Draft, StageRunner } from '@gimbal/projection';
import { WETH } from './domain/desk.sample.js';
import type { RiskState } from './domain/riskState.js';

/** Opens portfolios `p0` and on for a tenant, all by one command, each with one account that holds 2 WETH. */
export async function openBooks(risk: StageRunner<RiskState>, tenant: string, portfolios: number): Promise<void> {
  const outcome = await risk.execute({
    principal: { subject: 'alice', tenant, roles: ['trader'] },
    requestId: `open-${tenant}`,
    requestHash: tenant,
    decide: () => ({
      kind: 'accepted',
      drafts: Array.from({ length: portfolios }, (_, p) => openBook(tenant, p)).flat(),
    }),
  });
  if (outcome.kind !== 'accepted') throw new Error(`Expected the books to be opened, was ${outcome.kind}.`);
}

function openBook(tenant: string, p: number): Draft[] {
  const [portfolioId, accountId] = [`p${p}`, `a${p}`];
  const account = { portfolioId, accountId, venue: 'paper', chain: 'off-chain', deployment: '' };
  const trade = { portfolioId, accountId, venue: 'paper', venueTradeId: '1', instrumentId: WETH, quantity: '2' };
  const said = [
    event(PortfolioOpened, { portfolioId, name: portfolioId, parentPortfolioId: '' }),
    event(AccountAttached, account),
    event(TradeBooked, TradeBooked.create({ ...trade, price: '0', fee: '0', quoteInstrumentId: WETH })),
  ];
  return said.map((each) => ({ topic: 'portfolio', key: `${tenant}/${portfolioId}`, event: each }));
}
