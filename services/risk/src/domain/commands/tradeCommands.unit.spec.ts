import { TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { alice, type Desk, MINUTE_US, PERP, T0_US, USDC, WETH } from '../desk.sample.js';
import { portfolioContent } from '../queries/portfolioView.js';
import { bookTrade } from './bookTrade.js';
import { correctTrade } from './correctTrade.js';
import { bookedDesk, correcting, trading } from './requests.sample.js';

const refusedAs = (code: string, field: string) => ({ kind: 'refused', code, field });

function positions(desk: Desk): Record<string, string> {
  const { positions: held } = portfolioContent(desk.state, desk.state.portfolios.get('desk-a/main')!);
  return Object.fromEntries(
    held.map(({ accountId, instrumentId, quantity }) => [`${accountId} ${instrumentId}`, quantity]),
  );
}

const book = (desk: Desk, more: Parameters<typeof trading>[0] = {}) =>
  bookTrade(desk.state, desk.step(), alice, trading(more));
const correct = (desk: Desk, more: Parameters<typeof correcting>[0] = {}) =>
  correctTrade(desk.state, alice, correcting(more));

describe('bookTrade', () => {
  it('books two legs, exactly', () => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    // 2 · 1700.5 + 0.5 = 3401.5
    expect(positions(desk)).toEqual({ 'wallet spot:WETH': '2', 'wallet spot:USDC': '-3401.5' });
    desk.accept(book(desk, { venueTradeId: 't-2', quantity: '-0.1', price: '0.2', fee: '' }));
    // 0.1 · 0.2 is 0.02 here, and not 0.020000000000000004.
    expect(positions(desk)).toEqual({ 'wallet spot:WETH': '1.9', 'wallet spot:USDC': '-3401.48' });
  });

  it('writes amounts in one spelling, and fills in quote and time', () => {
    const desk = bookedDesk();
    const decision = book(desk, { quantity: '2.500', price: '-0', fee: '', quoteInstrumentId: '' });
    const expected: Partial<TradeBooked> = {
      quantity: '2.5',
      price: '0',
      fee: '0',
      quoteInstrumentId: USDC,
      executedAtUs: T0_US,
      bookedBy: 'alice',
    };
    expect(decision).toMatchObject({
      kind: 'accepted',
      drafts: [{ key: 'desk-a/main', event: { type: TradeBooked.$type, value: expected } }],
    });
  });

  it.each([
    ['quantity', { quantity: 'NaN' }],
    ['quantity', { quantity: '' }],
    ['quantity', { quantity: '0' }],
    ['quantity', { quantity: '1e3' }],
    ['quantity', { quantity: '0.1234567890123456789' }],
    ['quantity', { quantity: '1'.repeat(25) }],
    ['quantity', { quantity: '1'.repeat(10_000) }],
    ['price', { price: '-1' }],
    ['price', { price: 'Infinity' }],
    ['price', { price: '' }],
    ['fee', { fee: '1,000' }],
    ['instrument_id', { instrumentId: 'spot:DOGE' }],
    ['instrument_id', { instrumentId: 'perp:paper:ETHUSD' }],
    ['quote_instrument_id', { quoteInstrumentId: PERP }],
    ['executed_at_us', { executedAtUs: T0_US + 1n }],
    ['executed_at_us', { executedAtUs: -1n }],
    ['venue', { venue: 'a|b' }],
    ['venue_trade_id', { venueTradeId: '' }],
    ['venue_trade_id', { venueTradeId: 'a\nb' }],
  ])('refuses a bad %s (case %#)', (field, more) => {
    const desk = bookedDesk();
    expect(book(desk, more)).toMatchObject(refusedAs('INVALID_ARGUMENT', field));
  });

  it('takes a time that the domain clock has reached, whatever the wall clock says', () => {
    const desk = bookedDesk();
    desk.decide();
    expect(book(desk, { executedAtUs: T0_US + MINUTE_US })).toMatchObject({ kind: 'accepted' });
  });

  it('refuses an account that is not attached', () => {
    const desk = bookedDesk();
    expect(book(desk, { accountId: 'nobody' })).toMatchObject(refusedAs('FAILED_PRECONDITION', 'account_id'));
  });

  it('refuses a second trade under the same venue and id, and takes it from another venue', () => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    expect(book(desk, { requestId: 'r2', quantity: '9' })).toMatchObject(refusedAs('ALREADY_EXISTS', 'venue_trade_id'));
    expect(book(desk, { venue: 'other' })).toMatchObject({ kind: 'accepted' });
  });

  it('folds a trade that stands in the log twice once', () => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    const again = desk.folded.at(-1)!;
    desk.fold('portfolio', again.key, TradeBooked, again.value as TradeBooked, 'desk-a');
    expect(positions(desk)[`wallet ${WETH}`]).toBe('2');
  });
});

describe('correctTrade', () => {
  it('replaces both legs exactly', () => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    desk.accept(correct(desk));
    // 3 · 1700 + 1
    expect(positions(desk)).toEqual({ 'wallet spot:WETH': '3', 'wallet spot:USDC': '-5101' });
  });

  it('cancels with a quantity of zero, fee included, and takes a cancelled trade back', () => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    desk.accept(correct(desk, { quantity: '0', price: '', fee: '7' }));
    expect(positions(desk)).toEqual({});
    desk.accept(correct(desk, { quantity: '1', price: '1', fee: '' }));
    expect(positions(desk)).toEqual({ 'wallet spot:WETH': '1', 'wallet spot:USDC': '-1' });
  });

  it('refuses to correct nothing, by name', () => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    expect(correct(desk, { venueTradeId: 't-9' })).toMatchObject(refusedAs('NOT_FOUND', 'venue_trade_id'));
    expect(correct(desk, { venue: 'other' })).toMatchObject(refusedAs('NOT_FOUND', 'venue_trade_id'));
  });

  it.each([
    ['quantity', { quantity: 'x' }],
    ['price', { price: '-2' }],
    ['price', { price: '' }],
    ['fee', { fee: 'NaN' }],
    ['reason', { reason: 'x'.repeat(201) }],
  ])('refuses a bad %s', (field, more) => {
    const desk = bookedDesk();
    desk.accept(book(desk));
    expect(correct(desk, more)).toMatchObject(refusedAs('INVALID_ARGUMENT', field));
  });
});

describe('a fact whose amounts are no decimals', () => {
  it('moves no position, and every exposure names it', () => {
    const desk = bookedDesk();
    const decision = book(desk);
    if (decision.kind === 'refused') throw new Error(decision.message);
    const value = { ...(decision.drafts[0]!.event.value as TradeBooked), quantity: '1.2.3' };
    desk.fold('portfolio', 'desk-a/main', TradeBooked, value, 'desk-a');
    expect(positions(desk)).toEqual({});
    const unvalued = (desk.decide()[0]!.event.value as { unvalued: { code: string }[] }).unvalued;
    expect(unvalued).toContainEqual(
      expect.objectContaining({ code: 'unreadable_fact', accountId: 'wallet', valueKept: false }),
    );
  });
});
