import { event } from '@gimbal/contracts';
import { TradeBooked, TradeCorrected } from '@gimbal/contracts/risk/v1/portfolio_events';
import { formatDecimal } from '@gimbal/money';
import { describe, expect, it } from 'vitest';
import { at, desk, ExecutionScenario } from '../../execution.scenario.js';

const trade = (venueTradeId: string, quantity: string, price: string, fee: string, instrumentId = 'spot:WETH') =>
  event(TradeBooked, {
    portfolioId: 'main',
    accountId: 'wallet:main',
    venue: 'otc',
    venueTradeId,
    instrumentId,
    quantity,
    price,
    quoteInstrumentId: 'spot:USDC',
    fee,
    executedAtUs: at('20:00:00'),
    bookedBy: 'alice',
  });
const corrected = (venueTradeId: string, quantity: string, price: string, fee: string) =>
  event(TradeCorrected, {
    portfolioId: 'main',
    venue: 'otc',
    venueTradeId,
    quantity,
    price,
    fee,
    reason: '',
    correctedBy: 'alice',
  });

function held(scenario: ExecutionScenario, asset: string): string {
  const balance = scenario.state.balances.get(`desk-a/main|wallet:main|spot:${asset}`);
  return balance === undefined ? 'none' : formatDecimal(balance);
}

describe('spot balances', () => {
  it('are exact, legs, fees and all', () => {
    // 0.1 + 0.2 coins: in binary their sum is not 0.3. Paid: 0.1·1700.01 + 0.2·1700.02 + 0.000001 = 510.005001.
    const scenario = new ExecutionScenario().given(
      ...desk({ usdc: '1000' }),
      trade('a', '0.1', '1700.01', '0.000001'),
      trade('b', '0.2', '1700.02', ''),
    );
    expect([held(scenario, 'WETH'), held(scenario, 'USDC')]).toEqual(['0.3', '489.994999']);
  });

  it('book a trade of one identity once, and follow its correction', () => {
    const scenario = new ExecutionScenario().given(
      ...desk({ usdc: '5000' }),
      trade('a', '2', '1700', '1'),
      trade('a', '2', '1700', '1'),
    );
    expect([held(scenario, 'WETH'), held(scenario, 'USDC')]).toEqual(['2', '1599']);
    scenario.given(corrected('a', '1', '1650', '0.5'));
    expect([held(scenario, 'WETH'), held(scenario, 'USDC')]).toEqual(['1', '3349.5']);
    scenario.given(corrected('a', '0', '0', '0'), corrected('unknown', '9', '9', '9'));
    expect([held(scenario, 'WETH'), held(scenario, 'USDC')]).toEqual(['0', '5000']);
  });

  it('leave out what is not spot, and amounts that are no decimals', () => {
    const scenario = new ExecutionScenario().given(
      ...desk({ usdc: '100' }),
      trade('p', '1', '10', '0', 'perp:paper:ETH-USD'),
      trade('x', '1e3', '1', '0'),
    );
    expect([held(scenario, 'WETH'), held(scenario, 'USDC')]).toEqual(['none', '90']);
    expect([...scenario.state.balances.keys()]).toEqual(['desk-a/main|wallet:main|spot:USDC']);
  });
});
