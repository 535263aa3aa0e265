import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctTrade } from '../commands/correctTrade.js';
import { correcting } from '../commands/requests.sample.js';
import { alice, PERP, USDC, WETH } from '../desk.sample.js';
import { portfolioContent } from '../queries/portfolioView.js';
import { book, explainedIn, markAt, perpAt, pnlDesk, PUT, STEPS_TO_THE_HOUR, termsUsd } from './pnlDesk.sample.js';

const decimal = (min: number, max: number) =>
  fc.integer({ min: Math.round(min * 1000), max: Math.round(max * 1000) }).map((n) => (n / 1000).toString());

const trade = fc.record({
  instrumentId: fc.constantFrom(WETH, PERP, USDC, PUT),
  quantity: decimal(-50, 50).filter((text) => Number(text) !== 0),
  price: fc.oneof(fc.constant('0'), decimal(1, 2000)),
  fee: decimal(0, 5),
  correctedTo: fc.option(fc.record({ quantity: decimal(-50, 50), price: decimal(0, 2000) })),
});

const step = fc.record({
  spot: fc.double({ min: 1000, max: 2500, noNaN: true }),
  perpBasis: fc.double({ min: -20, max: 20, noNaN: true }),
  put: fc.double({ min: 0, max: 300, noNaN: true }),
  usdc: fc.double({ min: 0.95, max: 1.05, noNaN: true }),
  carry: fc.double({ min: -5, max: 5, noNaN: true }),
  trades: fc.array(trade, { maxLength: 3 }),
});

describe('a P&L, for any trades, corrections and marks', () => {
  it('adds up: terms and residual are the P&L, and the P&L is end less start less what was moved in', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: STEPS_TO_THE_HOUR, maxLength: STEPS_TO_THE_HOUR }), (steps) => {
        const desk = pnlDesk();
        let explained;
        for (const { spot, perpBasis, put, usdc, carry, trades } of steps) {
          const putRow = { [PUT]: { priceUsd: put, forwardUsd: spot, vol: 0.45, delta: -0.4, gammaPerUsd: 0.002 } };
          markAt(desk, spot, { ...perpAt(spot + perpBasis, carry), ...putRow }, usdc);
          explained = explainedIn(desk.decide()) ?? explained;
          if (explained !== undefined) break;
          for (const { instrumentId, quantity, price, fee, correctedTo } of trades) {
            const venueTradeId = book(desk, instrumentId, quantity, price, fee);
            if (correctedTo === null) continue;
            desk.accept(correctTrade(desk.state, alice, correcting({ venueTradeId, ...correctedTo, fee: '0.1' })));
          }
        }
        const { terms, residualUsd, pnlUsd, startValueUsd, endValueUsd, flowsUsd, lines } = explained!;
        expect(Math.abs(termsUsd(terms) + residualUsd - pnlUsd)).toBeLessThan(0.005);
        expect(pnlUsd).toBe(endValueUsd - startValueUsd - flowsUsd);
        // Each leg's own P&L and residual add up to the portfolio's: what one leg paid, another one got.
        const sum = (read: (line: (typeof lines)[number]) => number): number =>
          lines.reduce((total, line) => total + read(line), 0);
        expect(sum((line) => line.pnlUsd)).toBeCloseTo(pnlUsd, 4);
        expect(sum((line) => line.residualUsd)).toBeCloseTo(residualUsd, 4);
        // Only the put's price is out of step with its Greeks; nobody else leaves a residual.
        for (const line of lines) if (line.legId !== PUT) expect(Math.abs(line.residualUsd)).toBeLessThan(1e-4);
        // The ledger's end, from the exact positions and the last marks, and what funding has accrued.
        const last = steps.at(-1)!;
        const priceOf: Record<string, number> = {
          [WETH]: last.spot,
          [PERP]: last.spot + last.perpBasis,
          [USDC]: last.usdc,
          [PUT]: last.put,
        };
        const { positions } = portfolioContent(desk.state, desk.state.portfolios.get('desk-a/main')!);
        const held = positions.reduce(
          (total, { instrumentId, quantity }) => total + Number(quantity) * priceOf[instrumentId]!,
          0,
        );
        expect(endValueUsd).toBeCloseTo(held + terms!.fundingUsd, 4);
      }),
      { numRuns: 60 },
    );
  });
});
