import { codecOf } from '@gimbal/contracts';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { allRows, type Draft, rowValue, type Table } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { bookTrade } from './commands/bookTrade.js';
import { openPortfolio } from './commands/openPortfolio.js';
import { attachAccount } from './commands/attachAccount.js';
import { setLimit } from './commands/setLimit.js';
import { attaching, bookedDesk, limiting, opening, trading } from './commands/requests.sample.js';
import { alice, cutOf, type Desk, PERP, USDC, WETH } from './desk.sample.js';
import { riskStage } from './riskStage.js';
import type { RiskState } from './riskState.js';

/** A book with a loan, two portfolios and a limit, and a price for its next step. */
function busyDesk(): Desk {
  const desk = bookedDesk();
  desk.loan('aave:main');
  desk.oracle(165_316_000_000n);
  desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'another' })));
  desk.accept(attachAccount(desk.state, alice, attaching({ portfolioId: 'another', accountId: 'wallet2' })));
  const book = (more: Parameters<typeof trading>[0]) =>
    desk.accept(bookTrade(desk.state, desk.step(), alice, trading(more)));
  book({ venueTradeId: '1', quantity: '0.1', price: '1633.7' });
  book({ venueTradeId: '2', quantity: '-0.3', price: '1599.03', instrumentId: PERP });
  book({ venueTradeId: '3', quantity: '7.7', portfolioId: 'another', accountId: 'wallet2' });
  const health = {
    limitId: 'health',
    component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
    accountId: 'aave:main',
    level: '1.05',
    closeLevel: '1.06',
    target: '1.1',
  };
  desk.accept(setLimit(desk.state, alice, limiting(health)));
  return desk;
}

function market(desk: Desk, priceUsd: number): void {
  desk.mark('ETH', priceUsd, {
    [WETH]: { priceUsd, delta: 1 },
    [PERP]: { priceUsd: priceUsd * 0.999, delta: 1, carryUsdPerDay: -0.1 },
  });
  desk.mark('USD', 1, { [USDC]: { priceUsd: 1.0001, delta: 1.0001 } });
}

/** As a store gives rows back: of equal bytes, and in another order than they were made in. */
function restored(state: RiskState): RiskState {
  const again = riskStage.createState();
  const tables = new Map((again.tables as readonly Table<unknown>[]).map((table) => [table.name, table]));
  for (const { table, key, value } of allRows(state.tables).toReversed())
    tables.get(table)!.restore(key, rowValue(value!));
  return again;
}

const bytesOf = (drafts: readonly Draft[]): string[] =>
  drafts.map(({ event: { type, value } }) => Buffer.from(codecOf(type)!.encode(value).finish()).toString('hex'));

describe('riskStage', () => {
  it('decides the same bits from rows that came back from a store', () => {
    const desk = busyDesk();
    market(desk, 1634.21);
    desk.decide();
    market(desk, 1590.77);
    const context = { step: desk.step(), cut: cutOf(desk.step(), new Map()), external: undefined };
    const live = bytesOf(riskStage.decide(desk.state, context));
    expect(live).toHaveLength(2);
    expect(bytesOf(riskStage.decide(restored(desk.state), context))).toEqual(live);
  });

  it('gives the same rows when its log is folded again', () => {
    const desk = busyDesk();
    for (const price of [1634.21, 1590.77, 1601.5]) {
      market(desk, price);
      desk.decide();
    }
    const again = riskStage.createState();
    for (const inbound of desk.folded) riskStage.evolve(again, inbound);
    const texts = (state: RiskState) =>
      allRows(state.tables).map(({ table, key, value }) => `${table} ${key} ${Buffer.from(value!).toString('hex')}`);
    expect(texts(again)).toEqual(texts(desk.state));
  });

  it('has named every table once, so that no row is lost on the way to a store', () => {
    const { tables, recentBases, lending, ...rows } = riskStage.createState();
    const names = tables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(tables).toHaveLength(Object.keys(rows).length + Object.keys(lending).length);
    expect(recentBases.size).toBe(0);
  });
});
