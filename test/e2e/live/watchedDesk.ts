import { ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import { ExecutionServiceService } from '@gimbal/contracts/execution/v1/execution_service';
import { PricingServiceService } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import { ask } from '../system/unary.ts';
import { until } from '../system/until.ts';
import type { LiveProcess } from './liveProcess.ts';

export const PORTFOLIO = 'main';
/** The watched wallet, and the account in which execution hedges it. */
export const WATCHED = 'fund';
export const HEDGING = 'deribit:main';
export const PERP = 'perp:deribit:ETH-USDC';

const ofPortfolio = { portfolioId: PORTFOLIO, expectedVersion: undefined };

/** Lists what is held, opens a book with a watched wallet and an account to hedge in, which holds one contract. */
export async function openWatchedDesk(gimbal: LiveProcess): Promise<void> {
  const [pricing, risk] = [gimbal.addressOf('pricing'), gimbal.addressOf('risk')];
  const { trader } = gimbal;
  await ask(
    pricing,
    PricingServiceService.listInstruments,
    { requestId: 'list', instrumentIds: ['spot:WETH', 'spot:USDC', PERP] },
    trader,
  );
  const { openPortfolio, attachAccount, bookTrade } = RiskServiceService;
  const opened = { requestId: 'open', portfolioId: PORTFOLIO, name: 'Watched', parentPortfolioId: '' };
  await ask(risk, openPortfolio, opened, trader);
  const attached = { ...ofPortfolio, deployment: '' };
  const wallet = { accountId: WATCHED, venue: 'wallet', chain: 'polygon', observed: true };
  await ask(risk, attachAccount, { ...attached, ...wallet, requestId: 'watch' }, trader);
  const venue = { accountId: HEDGING, venue: 'deribit', chain: 'off-chain', observed: false };
  await ask(risk, attachAccount, { ...attached, ...venue, requestId: 'attach' }, trader);
  const contract = {
    accountId: HEDGING,
    venue: 'deribit',
    venueTradeId: 'first',
    instrumentId: PERP,
    quantity: '1',
    price: '1808',
    quoteInstrumentId: '',
    fee: '',
    executedAtUs: 0n,
  };
  // Risk hears of a listing a step after pricing made it.
  await until(() => {
    const booked = ask(risk, bookTrade, { ...ofPortfolio, ...contract, requestId: 'book' }, trader);
    return booked.then(
      () => true,
      () => false,
    );
  });
}

/** A limit of the delta's size, in whole dollars, and the mode in which its breaches are cured. */
export async function limitDelta(
  gimbal: LiveProcess,
  terms: { readonly level: number; readonly closeLevel: number; readonly target: number },
): Promise<void> {
  const [level, closeLevel, target] = [terms.level, terms.closeLevel, terms.target].map(String) as [
    string,
    string,
    string,
  ];
  const limit = {
    ...ofPortfolio,
    requestId: 'limit',
    limitId: 'delta',
    component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
    accountId: '',
    level,
    closeLevel,
    target,
    path: '',
    scope: undefined,
    severity: 0,
    side: 0,
  };
  await ask(gimbal.addressOf('risk'), RiskServiceService.setLimit, limit, gimbal.trader);
  await ask(
    gimbal.addressOf('execution'),
    ExecutionServiceService.setMode,
    { requestId: 'mode', portfolioId: PORTFOLIO, mode: ExecutionMode.EXECUTION_MODE_EXECUTE },
    gimbal.trader,
  );
}

export async function newestExposure(gimbal: LiveProcess): Promise<ExposureCalculated | undefined> {
  const request = { portfolioId: PORTFOLIO, minPosition: undefined, asOf: undefined };
  const { exposure } = await ask(gimbal.addressOf('risk'), RiskServiceService.getExposure, request, gimbal.viewer);
  return exposure;
}
