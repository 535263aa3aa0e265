import { ActionKind, OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { describe, expect, it } from 'vitest';
import { attachAccount } from '../commands/attachAccount.js';
import { bookTrade } from '../commands/bookTrade.js';
import { openPortfolio } from '../commands/openPortfolio.js';
import { attaching, bookedDesk, opening, trading } from '../commands/requests.sample.js';
import { alice, type Desk, PERP, T0_US, USDC } from '../desk.sample.js';
import { portfolioContent } from '../queries/portfolioView.js';

const HEDGE: OrderFilled = {
  orderId: 'o-1',
  proposalId: 'p-1',
  portfolioId: 'main',
  kind: ActionKind.ACTION_KIND_HEDGE,
  venue: 'paper',
  venueTradeId: 'f-1',
  accountId: 'wallet',
  instrumentId: PERP,
  quantity: '-30.5',
  price: '1600.1',
  quoteInstrumentId: USDC,
  fee: '24.4',
  gasUsd: '',
  payingAccountId: '',
  deployment: '',
  cost: undefined,
  filledAtUs: T0_US,
  cut: undefined,
};
const REPAY: OrderFilled = {
  ...HEDGE,
  orderId: 'o-2',
  kind: ActionKind.ACTION_KIND_REPAY,
  venue: 'aave-v3',
  venueTradeId: 'f-2',
  accountId: 'aave:main',
  instrumentId: USDC,
  quantity: '60000',
  price: '',
  fee: '',
  gasUsd: '0.0123',
  payingAccountId: 'wallet',
  deployment: 'aave-v3:polygon',
};

function positions(desk: Desk, portfolioId = 'main'): Record<string, string> {
  const { positions: held } = portfolioContent(desk.state, desk.state.portfolios.get(`desk-a/${portfolioId}`)!);
  return Object.fromEntries(
    held.map(({ accountId, instrumentId, quantity }) => [`${accountId} ${instrumentId}`, quantity]),
  );
}

const fill = (desk: Desk, more: Partial<OrderFilled>, base = HEDGE) =>
  desk.fold('execution', 'desk-a/main', OrderFilled, { ...base, ...more }, 'desk-a');

describe('foldFill', () => {
  it('books a hedge as a trade under the venue’s id, once', () => {
    const desk = bookedDesk();
    fill(desk, {});
    fill(desk, {});
    // 30.5 · 1600.1 - 24.4 = 48778.65
    expect(positions(desk)).toEqual({ [`wallet ${PERP}`]: '-30.5', [`wallet ${USDC}`]: '48778.65' });
    const again = bookTrade(
      desk.state,
      desk.step(),
      alice,
      trading({ venue: 'paper', venueTradeId: 'f-1', instrumentId: PERP }),
    );
    expect(again).toMatchObject({ kind: 'refused', code: 'ALREADY_EXISTS' });
  });

  it('takes a repayment and its gas out of the paying account, whatever its sign, and leaves the debt to the chain', () => {
    const desk = bookedDesk();
    fill(desk, {}, REPAY);
    fill(desk, {}, REPAY);
    expect(positions(desk)).toEqual({ [`wallet ${USDC}`]: '-60000.0123' });
    fill(desk, { quantity: '-1', orderId: 'o-3', venueTradeId: '' }, REPAY);
    expect(positions(desk)).toEqual({ [`wallet ${USDC}`]: '-60001.0246' });
  });

  it('charges a hedge’s gas to the paying account', () => {
    const desk = bookedDesk();
    desk.accept(attachAccount(desk.state, alice, attaching({ accountId: 'gas' })));
    fill(desk, { gasUsd: '0.5', payingAccountId: 'gas', price: '0', fee: '0' });
    expect(positions(desk)).toEqual({ [`wallet ${PERP}`]: '-30.5', [`gas ${USDC}`]: '-0.5' });
  });

  it('books into the child to which the account is attached', () => {
    const desk = bookedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'child', parentPortfolioId: 'main' })));
    desk.accept(attachAccount(desk.state, alice, attaching({ portfolioId: 'child', accountId: 'desk2' })));
    fill(desk, { accountId: 'desk2' });
    expect([positions(desk), positions(desk, 'child')]).toEqual([
      {},
      { [`desk2 ${PERP}`]: '-30.5', [`desk2 ${USDC}`]: '48778.65' },
    ]);
  });

  it('loses no cash of an account that nobody attached', () => {
    const desk = bookedDesk();
    fill(desk, { payingAccountId: 'forgotten' }, REPAY);
    expect(positions(desk)).toEqual({ [`forgotten ${USDC}`]: '-60000.0123' });
  });

  it('counts towards the version, so that a desk does not act on a book that execution has changed', () => {
    const desk = bookedDesk();
    fill(desk, {});
    const stale = bookTrade(desk.state, desk.step(), alice, trading({ expectedVersion: 3n }));
    expect(stale).toMatchObject({ kind: 'refused', code: 'ABORTED' });
  });

  it('says what it could not read', () => {
    const desk = bookedDesk();
    fill(desk, { gasUsd: 'lots' });
    fill(desk, { quantity: '', venueTradeId: 'f-9', price: 'NaN' });
    const { unreadable } = desk.state.portfolios.get('desk-a/main')!;
    expect(unreadable.map(({ instrumentId, reason }) => [instrumentId, reason])).toEqual([
      [USDC, 'gasUsd: Expected a plain decimal such as -12.5, was "lots".'],
      [PERP, 'price: Expected a plain decimal such as -12.5, was "NaN".'],
    ]);
  });

  it('stops at a fact of a portfolio that was never opened', () => {
    const desk = bookedDesk();
    expect(() => fill(desk, { portfolioId: 'ghost' })).toThrow('Expected portfolio desk-a/ghost to be open');
  });
});
