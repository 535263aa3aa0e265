import { TARGETS } from '@gimbal/all-in-one-service';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type System } from '../system/startSystem.ts';
import { browserAbsence, type OpenBrowser, openBrowser } from './openBrowser.ts';
import { ask, readStream } from './page.ts';
import { watchedRecording } from './watchedRecording.ts';

/** Where the pictures go, for whoever wants to look: nothing is compared with them. */
const SCREENSHOTS = process.env['GIMBAL_SCREENSHOTS'];
/** Row of a hostile account, as far as it can be shown. */
const SHOWN_ACCOUNT = '<img src=x onerror="document.title=\'owned\'">\uFFFD';

const missing = browserAbsence();

describe.skipIf(missing !== undefined)('what is watched, in a browser', () => {
  let system: System;
  let browser: OpenBrowser;
  let page: Page;
  let lastStep: number;

  beforeAll(async () => {
    system = await startSystem(watchedRecording(), TARGETS);
    lastStep = await lastStepOf(system);
    browser = await openBrowser();
    page = browser.page;
    // Nothing of the chains has come in the first step.
    await system.play(1);
    await page.goto(`${system.addressOf('console')}/#token=${system.app.tokens.viewer}`);
    await page.getByTestId('feed-health-row').first().waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  const rows = (id: string): Promise<string[]> =>
    page
      .getByTestId(id)
      .allInnerTexts()
      .then((texts) => texts.map(flat));

  it('has no panel of what there is nothing of yet', async () => {
    for (const panel of ['chains', 'accounts', 'position-breaks', 'transit']) {
      expect(await page.getByTestId(`${panel}-panel`).isVisible(), panel).toBe(false);
    }
  });

  it('follows the chains while the page is open: heads, what is final, and the last reorganisation', async () => {
    await system.play(lastStep);
    await expect
      .poll(() => rows('chain-row'), { timeout: 15_000 })
      .toEqual([
        expect.stringMatching(/^base 1 \d+ m \d\d s – – none 0$/),
        expect.stringMatching(/^ethereum 4 \d+ m \d\d s 2 2 1 block at 21:41:\d\d 1 · deepest 1 refused since /),
      ]);
  });

  it('shows what each account holds in each place, with names from outside as text', async () => {
    expect(await rows('place-row')).toEqual([`${SHOWN_ACCOUNT} ethereum`, 'alice ethereum']);
    // 5 came in, 1.25 and 1.5 went out; the block that moved 4 was undone.
    expect(await rows('position-row')).toEqual([
      expect.stringMatching(/^USDC spot 1\.25 /),
      expect.stringMatching(/^USDC spot 2\.25 0\.000001 /),
    ]);
  });

  it('shows the open break with its amounts, and says so on the first screen', async () => {
    // By the transfers 3.75, and the contract said 3.750001.
    expect(await rows('position-break-row')).toEqual([
      expect.stringMatching(/^USDC spot alice · ethereum 0\.000001 3\.75 3\.750001 21:41:36 · \d+ m \d\d s$/),
    ]);
    expect(await page.getByTestId('feeds-panel').innerText()).toContain('1 position break ↓');
  });

  it('shows what is between the chains', async () => {
    expect(await rows('transit-row')).toEqual([
      expect.stringMatching(/^alice 1\.5 "><script>.* ethereum → base own 21:41:48 · \d+ m \d\d s$/),
    ]);
  });

  it('shows the reserve and the order flow that are watched', async () => {
    expect(await rows('reserve-row')).toEqual([expect.stringMatching(/^WETHaave-v3:polygon /)]);
    // What came of a minute's trades is known a minute later, and two.
    await expect
      .poll(async () => (await rows('flow-row'))[0], { timeout: 20_000 })
      .toMatch(/^uniswap-v3 usdc-weth-005WETH spot .*60 s .*\$[\d.,]+ · 120 s /);
  });

  it('shows the sick feeds first, with why and since when', async () => {
    // The last swap before the silence is of 21:43, and the pool may be silent for ten minutes.
    await page.getByTestId('feed-health-row').filter({ hasText: 'stale since 21:53' }).waitFor();
    const feeds = await rows('feed-health-row');
    const sick = feeds.filter((text) => / since /.test(text));
    expect(feeds.slice(0, sick.length)).toEqual(sick);
    expect(sick).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^uniswap-v3 weth-osqth-030 .*stale since 21:53:\d\d Expected an observation within 10 m/,
        ),
        expect.stringMatching(/^chain ethereum .*refused 1.* refused since 21:41:36 Expected/),
      ]),
    );
    expect(await page.getByTestId('feed-row').first().innerText()).toMatch(/STALE|REFUSED/);
  });

  it('fits the window, with nothing that is wider than its panel', async () => {
    const tooWide = `[...document.querySelectorAll('.panel-body')].filter((each) => each.scrollWidth > each.clientWidth).length`;
    for (const width of [1440, 1000, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth'), String(width)).toBe(width);
      // A phone's page is narrower than a table: its panels are scrolled, the page is not.
      if (width > 390) expect(await page.evaluate(tooWide), String(width)).toBe(0);
      await shoot(page.locator('.watched'), `watched-${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await shoot(page, 'first-screen');
  });

  it('is told to whoever has a token, and changes only when something has changed', async () => {
    const url = system.addressOf('console');
    expect((await ask(`${url}/api/watched`)).status).toBe(401);
    const { body } = await ask(`${url}/api/watched`, { token: system.app.tokens.viewer });
    const watched = JSON.parse(body) as Record<string, { inAll: number }>;
    expect(Object.entries(watched).map(([name, { inAll }]) => [name, inAll])).toEqual([
      ['chains', 2],
      ['positions', 2],
      ['breaks', 1],
      ['inTransit', 1],
      ['reserves', 1],
      ['flows', 1],
    ]);
    const events = await readStream(`${url}/api/stream?portfolio=main`, system.app.tokens.viewer, (all) =>
      all.some(({ name }) => name === 'watched'),
    );
    expect(JSON.parse(events.find(({ name }) => name === 'watched')!.data)).toEqual(watched);
  });

  it('ran nothing that a name said, complained of nothing, and asked nobody else', async () => {
    expect(await page.title()).toBe('Gimbal console');
    expect(await page.locator('.watched img, .watched script').count()).toBe(0);
    expect(browser.complaints).toEqual([]);
    const origin = system.addressOf('console');
    expect(browser.requested.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
  });
});

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

async function shoot(part: Pick<Page, 'screenshot'>, name: string): Promise<void> {
  if (SCREENSHOTS !== undefined) await part.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
}

async function lastStepOf(system: System): Promise<number> {
  const { body } = await ask(`${system.addressOf('console')}/api/replay`, { token: system.app.tokens.viewer });
  return Number((JSON.parse(body) as { lastStep: string }).lastStep);
}
