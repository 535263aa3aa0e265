import { TARGETS } from '@gimbal/all-in-one-service';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { croppedRecording } from '../system/croppedRecording.ts';
import { startSystem, type System } from '../system/startSystem.ts';
import { browserAbsence, type OpenBrowser, openBrowser } from './openBrowser.ts';
import { ask } from './page.ts';

const SCREENSHOT = resolve(import.meta.dirname, '../../../docs/images/console.png');
/** The screenshot shows the whole day; the test needs only its worst minutes. */
const UPDATE_SCREENSHOT = process.env['UPDATE_SCREENSHOT'] === '1';
/** Aave's price takes the loan's health below 1.05. */
const HEALTH_BREACH_US = BigInt(Date.parse('2023-08-17T21:42:47Z')) * 1000n;
/** The oSQTH pool says nothing from 21:43 to 22:40. */
const SILENCE_US = BigInt(Date.parse('2023-08-17T21:56:00Z')) * 1000n;

const missing = browserAbsence();

describe.skipIf(missing !== undefined)('the console in a browser, with approvals left to the reader', () => {
  let system: System;
  let browser: OpenBrowser;
  let page: Page;
  let pendingStep: number;

  beforeAll(async () => {
    system = await startSystem(
      UPDATE_SCREENSHOT ? wholeRecording() : croppedRecording({ from: '21:40', to: '21:58' }),
      TARGETS,
    );
    pendingStep = await playToPendingProposal(system);
    browser = await openBrowser();
    page = browser.page;
    await page.goto(`${system.addressOf('console')}/#token=${system.app.tokens.approver}`);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('takes the token out of the address bar, and shows who it is', async () => {
    await page.getByTestId('principal').filter({ hasText: 'anna.approver' }).waitFor();
    expect(page.url()).not.toContain('token');
    expect(await page.getByTestId('principal').innerText()).toBe('anna.approver · desk-a');
  });

  it('shows the book as risk has it', async () => {
    await page.getByTestId('asset-row').first().waitFor();
    const { body } = await ask(`${system.addressOf('console')}/api/exposure?portfolio=main`, {
      token: system.app.tokens.viewer,
    });
    const { exposure } = JSON.parse(body) as {
      exposure: { total: { valueUsd: number }; health: { healthFactor: number }[] };
    };
    const dollars = Math.round(exposure.total.valueUsd).toLocaleString('en-US');
    await page
      .getByTestId('portfolio-value')
      .filter({ hasText: `$${dollars}` })
      .waitFor();
    expect(await page.getByTestId('health-factor').innerText()).toBe(exposure.health[0]!.healthFactor.toFixed(4));
    expect(await page.getByTestId('account-row').count()).toBe(5);
    // The streams begin when the history has come.
    await expect.poll(() => page.getByTestId('stream-row').count(), { timeout: 15_000 }).toBe(10);
    for (const service of ['ingestion', 'pricing', 'risk', 'governance', 'execution']) {
      await expect.poll(() => page.getByTestId(`lamp-${service}`).getAttribute('class')).toBe('lamp good');
    }
  });

  it('shows the margin call of the evening with what cures it, and who the book rests on', async () => {
    const call = page
      .getByTestId('margin-call-row')
      .filter({ hasText: 'aave:main' })
      .filter({ hasText: 'line 1.0500' });
    await call.first().waitFor();
    expect(await call.first().getAttribute('class')).toBe('margin-call open call');
    const cures = await call.first().getByTestId('cure-row').allInnerTexts();
    expect(cures.map((text) => /^(Add collateral of|Repay) [\d,.]+ (WETH|USDC)/.test(text))).toEqual([true, true]);
    const circle = page.getByTestId('look-through-row').filter({ hasText: 'Circle' });
    expect(await circle.innerText()).toMatch(/issuer\s+Circle\s+\D?\$[\d,]+\s+\$[\d,]+/);
    const limits = page.getByTestId('limit-row');
    await limits.filter({ hasText: 'health' }).filter({ hasText: 'Broken: main/' }).waitFor();
    expect(await limits.count()).toBe(2);
    // Nobody has explained a P&L within these minutes.
    expect(await page.getByTestId('pnl-panel').isVisible()).toBe(false);
  });

  it('says what is assumed', async () => {
    const assumed = await page.getByTestId('assumptions').innerText();
    for (const word of ['perpetual', 'funding', 'volatility']) expect(assumed).toContain(word);
  });

  it('draws the replay, with nothing wider than the window', async () => {
    expect(await page.locator('path.chart-line').count()).toBe(3);
    expect(await page.getByTestId('chart-breach').count()).toBeGreaterThan(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1440);
    // Nor is a panel wider than its frame: the trust in a mark is in sight without a scroll.
    expect(await page.getByTestId('mark-row').count()).toBeGreaterThan(0);
    const tooWide = `[...document.querySelectorAll('.panel-body')].filter((each) => each.scrollWidth > each.clientWidth).length`;
    expect(await page.evaluate(tooWide)).toBe(0);
    // What is drawn fills its place, although the place grew when the first values came.
    const [box, picture] = [await page.locator('svg.chart').boundingBox(), page.locator('svg.chart')];
    await expect.poll(() => picture.getAttribute('viewBox')).toBe(`0 0 ${box!.width} ${box!.height}`);
    if (!UPDATE_SCREENSHOT) return;
    mkdirSync(dirname(SCREENSHOT), { recursive: true });
    await page.screenshot({ path: SCREENSHOT });
  });

  it('says in one line that no chain or account is watched', async () => {
    await page.getByTestId('nothing-watched').waitFor();
    expect(await page.getByTestId('feed-health-row').count()).toBe(await page.getByTestId('feed-row').count());
    for (const panel of ['chains', 'accounts', 'position-breaks', 'transit', 'protocol-health', 'order-flow']) {
      expect(await page.getByTestId(`${panel}-panel`).isVisible(), panel).toBe(false);
    }
  });

  it('explains a number that is clicked, and closes with Escape', async () => {
    await page.getByTestId('health-factor').click();
    await page.getByTestId('explain-formula').waitFor();
    expect(await page.getByTestId('explain-formula').innerText()).toContain('liquidation threshold');
    expect(await page.getByTestId('explain-term').count()).toBeGreaterThan(0);
    expect(
      await page
        .getByTestId('explain-input')
        .filter({ hasText: /OracleRoundObserved/ })
        .count(),
    ).toBeGreaterThan(0);
    await page.getByTestId('explain-panel').press('Escape');
    await page.getByTestId('explain-panel').waitFor({ state: 'hidden' });
  });

  it('sends an approval when Approve is clicked, and shows the fill', async () => {
    const fillsBefore = await page.getByTestId('fill-row').count();
    const pending = page
      .getByTestId('proposal-row')
      .filter({ hasText: 'pending' })
      .filter({ hasText: 'Repay' })
      .first();
    const words = (await pending.innerText()).split('\n')[1]!;
    await pending.getByTestId('approve-button').click();
    await page.getByTestId('proposal-row').filter({ hasText: 'approved' }).first().waitFor();
    await system.play(pendingStep + 4, { approve: false });
    await expect.poll(() => page.getByTestId('fill-row').count(), { timeout: 15_000 }).toBeGreaterThan(fillsBefore);
    const decisions = await page.getByTestId('log-row').allInnerTexts();
    expect(decisions.some((text) => text.includes('By anna.approver'))).toBe(true);
    const filled = page.getByTestId('proposal-row').filter({ hasText: words }).filter({ hasText: 'filled' });
    await expect.poll(() => filled.count()).toBe(1);
  });

  it('says that the oSQTH pool is silent, and that its mark is old', async () => {
    // Its last swap before the long silence is of 21:43, and it may be silent for ten minutes.
    await system.play(await stepAt(system, SILENCE_US), { approve: false });
    const rowsOf = (id: string) => page.getByTestId(id).filter({ hasText: 'weth-osqth-030' });
    await rowsOf('feed-row').filter({ hasText: 'STALE' }).waitFor();
    await rowsOf('feed-health-row').filter({ hasText: 'stale since 21:53:00' }).waitFor();
    expect(await page.getByTestId('feed-health-row').first().innerText()).toContain('weth-osqth-030');
    await page.getByTestId('mark-row').filter({ hasText: 'oSQTH' }).filter({ hasText: 'STALE' }).waitFor();
    await page.getByTestId('unvalued').filter({ hasText: 'oSQTH STALE' }).waitFor();
    expect(await page.getByTestId('unvalued').innerText()).toContain('Valued at its last price.');
  });

  it("tells a mark's whole source when its name is clicked", async () => {
    await page.getByTestId('mark-open').filter({ hasText: 'oSQTH' }).click();
    expect(await page.getByTestId('mark-full-source').innerText()).toBe('pool:uniswap-v3:ethereum:weth-osqth-030');
    expect(await page.getByTestId('explain-problem').innerText()).toContain('STALE: Expected a swap within 600 s');
    await page.getByTestId('explain-panel').press('Escape');
    await page.getByTestId('explain-panel').waitFor({ state: 'hidden' });
  });

  it('shows the other portfolio when it is chosen', async () => {
    await page.getByTestId('portfolio-twin').click();
    await page.getByTestId('account-row').filter({ hasText: 'aave:twin' }).waitFor();
    expect(await page.getByTestId('portfolio-twin').getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByTestId('proposal-row').count()).toBe(0);
  });

  it('asks for a token when it is left, and shows no decision to a viewer', async () => {
    await page.getByTestId('principal').waitFor();
    await page.locator('button.link').filter({ hasText: 'Sign out' }).click();
    await page.getByTestId('sign-in').waitFor();
    expect(await page.getByTestId('console').count()).toBe(0);
    await page.locator('#token').fill(system.app.tokens.viewer);
    await page.locator('#token').press('Enter');
    await page.getByTestId('principal').filter({ hasText: 'vera.viewer' }).waitFor();
    await page.getByTestId('proposal-row').first().waitFor();
    expect(await page.getByTestId('kill-switch').isVisible()).toBe(false);
    expect(
      await page
        .locator('[data-testid=approve-button]:not([hidden])')
        .filter({ hasText: 'Approve' })
        .first()
        .isVisible(),
    ).toBe(false);
  });

  it('complained of nothing, and asked nobody else', () => {
    const { complaints, requested } = browser;
    expect(complaints).toEqual([]);
    const origin = system.addressOf('console');
    expect(requested.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(requested.filter((url) => url.includes('eyJ') && !url.includes('#token='))).toEqual([]);
  });
});

/** A copy, since the system removes its recording when it stops. */
function wholeRecording(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-recording-'));
  cpSync(resolve(import.meta.dirname, '../../data/recordings/2023-08-17'), folder, { recursive: true });
  return folder;
}

const STEPS_UNTIL_REPAYMENT_MAX = 5;

/**
 * Plays with the scripted approver up to the fall, then alone until a repayment waits for somebody, and returns that step. A
 * repayment is filled at every price, while a hedge in those minutes may run past its limit and be rejected.
 */
async function playToPendingProposal(system: System): Promise<number> {
  const url = system.addressOf('console');
  const token = system.app.tokens.viewer;
  let step = await stepAt(system, HEALTH_BREACH_US);
  await system.play(step - 1);
  for (const last = step + STEPS_UNTIL_REPAYMENT_MAX; step <= last; step++) {
    await system.play(step, { approve: false });
    const { body } = await ask(`${url}/api/proposals?portfolio=main`, { token });
    const { proposals } = JSON.parse(body) as { proposals: { state: number; made: { action: { kind: number } } }[] };
    if (proposals.some(({ state, made }) => state === 1 && made.action.kind === 2)) return step;
  }
  throw new Error('Expected a repayment that waits for an approval, there is none soon after the fall.');
}

/** The first step that isn't before a domain time. */
async function stepAt(system: System, timeUs: bigint): Promise<number> {
  const told = await ask(`${system.addressOf('console')}/api/replay`, { token: system.app.tokens.viewer });
  if (told.status !== 200) throw new Error(`Expected the replay, was ${told.status} ${told.body}`);
  const { firstStep, stepTimesUs } = JSON.parse(told.body) as { firstStep: string; stepTimesUs: string[] };
  return Number(firstStep) + stepTimesUs.findIndex((each) => BigInt(each) >= timeUs);
}
