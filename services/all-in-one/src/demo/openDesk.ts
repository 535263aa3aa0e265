import type { ChannelCredentials, Metadata } from '@grpc/grpc-js';
import { ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import { ExecutionServiceClient } from '@gimbal/contracts/execution/v1/execution_service';
import { PricingServiceClient } from '@gimbal/contracts/pricing/v1/pricing_service';
import { RiskServiceClient } from '@gimbal/contracts/risk/v1/risk_service';
import {
  DEMO_INSTRUMENTS,
  DEMO_LIMITS,
  DEMO_PORTFOLIOS,
  DEMO_TRADES,
  demoAccounts,
  type DemoPortfolio,
} from './deskBook.js';
import { call } from './rpc.js';

export interface DeskAddresses {
  readonly pricing: string;
  readonly risk: string;
  readonly execution: string;
}

/**
 * Opens the demo desk over public gRPC, as a desk would: lists its instruments, opens both portfolios, attaches the
 * accounts, books the trades, sets the limits of the watched portfolio. Every request has a fixed id, so that doing it
 * again changes nothing.
 */
export async function openDesk(
  addresses: DeskAddresses,
  credentials: ChannelCredentials,
  trader: Metadata,
): Promise<void> {
  const pricing = new PricingServiceClient(addresses.pricing, credentials);
  const risk = new RiskServiceClient(addresses.risk, credentials);
  try {
    await listInstruments(pricing, trader);
    for (const portfolio of DEMO_PORTFOLIOS) await openPortfolio(risk, trader, portfolio);
  } finally {
    for (const client of [pricing, risk]) client.close();
  }
}

async function listInstruments(pricing: PricingServiceClient, trader: Metadata): Promise<void> {
  await call(
    pricing,
    pricing.listInstruments,
    { requestId: 'demo-instruments', instrumentIds: [...DEMO_INSTRUMENTS] },
    trader,
  );
}

async function openPortfolio(risk: RiskServiceClient, trader: Metadata, portfolio: DemoPortfolio): Promise<void> {
  const name = portfolio === 'main' ? 'Main book' : 'Untouched twin';
  await call(
    risk,
    risk.openPortfolio,
    { requestId: `demo-open-${portfolio}`, portfolioId: portfolio, name, parentPortfolioId: '' },
    trader,
  );
  for (const account of demoAccounts(portfolio)) {
    await call(
      risk,
      risk.attachAccount,
      { requestId: `demo-attach-${account.accountId}`, portfolioId: portfolio, ...account, observed: false },
      trader,
    );
  }
}

/** Trades, limits and the mode need instruments and portfolio to be known downstream, which is one step after they were. */
export async function bookDesk(
  addresses: DeskAddresses,
  credentials: ChannelCredentials,
  trader: Metadata,
  executedAtUs: bigint,
): Promise<void> {
  const risk = new RiskServiceClient(addresses.risk, credentials);
  const execution = new ExecutionServiceClient(addresses.execution, credentials);
  try {
    for (const portfolio of DEMO_PORTFOLIOS) {
      for (const trade of DEMO_TRADES) {
        const request = {
          requestId: `demo-trade-${portfolio}-${trade.venueTradeId}`,
          portfolioId: portfolio,
          accountId: `${trade.account}:${portfolio}`,
          venue: trade.account,
          venueTradeId: trade.venueTradeId,
          instrumentId: trade.instrumentId,
          quantity: trade.quantity,
          price: trade.price,
          quoteInstrumentId: 'spot:USDC',
          fee: '0',
          executedAtUs,
        };
        await call(risk, risk.bookTrade, request, trader);
      }
    }
    for (const { account, ...limit } of DEMO_LIMITS) {
      const accountId = account === '' ? '' : `${account}:main`;
      await call(
        risk,
        risk.setLimit,
        {
          requestId: `demo-limit-${limit.limitId}`,
          portfolioId: 'main',
          ...limit,
          accountId,
          path: '',
          scope: undefined,
          severity: 0,
          side: 0,
        },
        trader,
      );
    }
    const mode = ExecutionMode.EXECUTION_MODE_EXECUTE;
    await call(execution, execution.setMode, { requestId: 'demo-mode', portfolioId: 'main', mode }, trader);
  } finally {
    for (const client of [risk, execution]) client.close();
  }
}
