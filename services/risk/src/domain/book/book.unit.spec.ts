import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { correctTrade } from '../commands/correctTrade.js';
import { bookedDesk, correcting, trading } from '../commands/requests.sample.js';
import { alice, type Desk, USDC, WETH } from '../desk.sample.js';
import { portfolioContent } from '../queries/portfolioView.js';

/** An exact decimal as text and as an integer of 18 decimals, made from the integer by the test itself. */
interface Amount {
  readonly text: string;
  readonly atto: bigint;
}

const ATTO = 10n ** 18n;

function amountOf(atto: bigint): Amount {
  const size = atto < 0n ? -atto : atto;
  const text = `${atto < 0n ? '-' : ''}${size / ATTO}.${(size % ATTO).toString().padStart(18, '0')}`;
  return { text, atto };
}

const signed = fc
  .bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
  .filter((atto) => atto !== 0n)
  .map(amountOf);
const unsigned = fc.bigInt({ min: 0n, max: 10n ** 24n }).map(amountOf);
const amounts = fc.record({ quantity: signed, price: unsigned, fee: unsigned });
const booking = fc.record({
  amounts,
  correction: fc.option(fc.oneof(amounts, fc.constant('cancel' as const)), { nil: undefined }),
});

/** 36 decimals as text without trailing zeros, by hand. */
function textOf36(value: bigint): string {
  const size = value < 0n ? -value : value;
  const digits = size.toString().padStart(37, '0');
  const fraction = digits.slice(-36).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -36)}${fraction === '' ? '' : `.${fraction}`}`;
}

function quantities(desk: Desk): Map<string, string> {
  const { positions } = portfolioContent(desk.state, desk.state.portfolios.get('desk-a/main')!);
  return new Map(positions.map(({ instrumentId, quantity }) => [instrumentId, quantity]));
}

describe('a book', () => {
  it('holds the exact sum of its trades as they stand after their corrections', () => {
    fc.assert(
      fc.property(fc.array(booking, { minLength: 1, maxLength: 20 }), (bookings) => {
        const desk = bookedDesk();
        let weth36 = 0n;
        let usdc36 = 0n;
        for (const [at, { amounts: first, correction }] of bookings.entries()) {
          const venueTradeId = `t-${at}`;
          const texts = (of: typeof first) => ({ quantity: of.quantity.text, price: of.price.text, fee: of.fee.text });
          desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ venueTradeId, ...texts(first) })));
          if (correction !== undefined) {
            const to = correction === 'cancel' ? { quantity: '0', price: '', fee: '' } : texts(correction);
            desk.accept(correctTrade(desk.state, alice, correcting({ venueTradeId, ...to })));
          }
          const last = correction ?? first;
          if (last === 'cancel') continue;
          weth36 += last.quantity.atto * ATTO;
          usdc36 -= last.quantity.atto * last.price.atto + last.fee.atto * ATTO;
        }
        const held = quantities(desk);
        expect(held.get(WETH) ?? '0').toBe(textOf36(weth36));
        expect(held.get(USDC) ?? '0').toBe(textOf36(usdc36));
      }),
      { numRuns: 100 },
    );
  });
});
