import { black76 } from '@gimbal/quant';
import type { Draft } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { type Desk, type MarkRow, PERP, T0_US, USDC, WETH } from '../desk.sample.js';
import { book, explainedIn, incidentsIn, markAt, perpAt, pnlDesk, PUT, STEPS_TO_THE_HOUR } from './pnlDesk.sample.js';

const EXPIRY_US = 1_692_950_400_000_000n;
const YEAR_US = 365 * 86_400_000_000;

/** The put as pricing marks it: Black-76 on spot, at a volatility of 45 %. `factor` plants a wrong price beside right Greeks. */
function putAt(desk: Desk, spotUsd: number, factor = 1): Record<string, MarkRow> {
  const tauYears = Number(EXPIRY_US - desk.step().timeUs) / YEAR_US;
  const valued = black76({ forward: spotUsd, strike: 1650, tauYears, vol: 0.45, ratePer1: 0, right: 'put' });
  if (valued.kind === 'failure') throw new Error(valued.reason);
  const { greeks } = valued;
  return {
    [PUT]: {
      priceUsd: greeks.price * factor,
      forwardUsd: spotUsd,
      vol: 0.45,
      delta: greeks.delta,
      gammaPerUsd: greeks.gammaPerUsd,
      vegaUsdPerVolPoint: greeks.vegaPerVolPoint,
      thetaUsdPerDay: greeks.thetaPerDay,
      vanna: greeks.vannaPerVolPoint,
      volga: greeks.volgaPerVolPointSquared,
      charmPerDay: greeks.charmPerDay,
    },
  };
}

/** ETH falls by 7 % in six minutes and comes half of the way back: 17 August 2023, 21:41 to 21:47, made regular. */
const CRASH = [1690, 1690, 1670, 1650, 1630, 1610, 1590, 1570, 1590, 1610, 1630];

/** A book of cash, WETH, a short perpetual and 200 puts over the crash; `planted` says what stands wrong in a step. */
function hour(planted: (step: number) => { put?: number; weth?: number }): {
  readonly drafts: readonly Draft[];
  readonly desk: Desk;
} {
  const desk = pnlDesk();
  let drafts: readonly Draft[] = [];
  for (let step = 1; step <= STEPS_TO_THE_HOUR; step++) {
    const spotUsd = CRASH[step - 1] ?? 1635;
    const wrong = planted(step);
    markAt(desk, spotUsd, {
      ...perpAt(spotUsd, -0.5),
      ...putAt(desk, spotUsd, wrong.put),
      [WETH]: { priceUsd: spotUsd * (wrong.weth ?? 1), forwardUsd: spotUsd, delta: 1 },
    });
    drafts = desk.decide();
    if (step > 1) continue;
    book(desk, USDC, '65000');
    book(desk, WETH, '20');
    book(desk, PERP, '-60', '1690');
    book(desk, PUT, '200', '30');
  }
  return { drafts, desk };
}

describe('a P&L incident', () => {
  it('stays shut over a crash that the Greeks explain', () => {
    const { drafts } = hour(() => ({}));
    const explained = explainedIn(drafts)!;
    expect(incidentsIn(drafts)).toEqual([]);
    expect(Math.abs(explained.residualUsd)).toBeLessThan(0.01 * explained.grossUsd);
    expect(Math.abs(explained.residualUsd)).toBeGreaterThan(0);
  });

  it('opens for an option’s mark that is off by 5 % in one step, and names the leg and the step', () => {
    const { drafts } = hour((step) => (step === 15 ? { put: 1.05 } : {}));
    const [incident, ...others] = incidentsIn(drafts);
    expect(others).toEqual([]);
    // It was wrong at 15 and right again at 16: the period's residual is small, the step's isn't.
    expect(incident).toMatchObject({ incidentId: 'main/pnl/hour/1', period: 'hour', pnlSequence: 1n });
    const [suspect] = incident!.suspects;
    expect([15n, 16n]).toContain(suspect!.worstStep);
    expect(suspect).toMatchObject({ accountId: 'wallet', legId: PUT });
    expect(suspect!.worstTimeUs).toBe(T0_US + (suspect!.worstStep - 1n) * 60_000_000n);
    // 200 puts of some $47 (spot 1635, strike 1650, 7.4 days, 45 %): 5 % of it is $470.
    expect(Math.abs(suspect!.worstStepResidualUsd)).toBeGreaterThan(400);
    expect(Math.abs(suspect!.worstStepResidualUsd)).toBeLessThan(550);
  });

  it('opens for a coin’s mark that leaves spot behind', () => {
    const { drafts } = hour((step) => (step === 9 ? { weth: 0.95 } : {}));
    const [suspect] = incidentsIn(drafts)[0]!.suspects;
    expect(suspect).toMatchObject({ legId: WETH });
    expect([9n, 10n]).toContain(suspect!.worstStep);
  });

  it('opens when the residual itself passes its bound: the wrong mark stands at the end', () => {
    const { drafts } = hour((step) => (step === STEPS_TO_THE_HOUR ? { weth: 0.5 } : {}));
    const [incident] = incidentsIn(drafts);
    // 20 WETH at half of 1635.
    expect(incident!.residualUsd).toBeLessThan(-16_000);
    expect(Math.abs(incident!.residualUsd)).toBeGreaterThan(incident!.residualBoundUsd);
    expect(incident!.suspects[0]).toMatchObject({ legId: WETH, worstStep: BigInt(STEPS_TO_THE_HOUR) });
  });
});
