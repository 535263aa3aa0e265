import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../system/until.ts';
import { browserAbsence, type OpenBrowser, openBrowser } from './openBrowser.ts';

const GIMBAL = fileURLToPath(new URL('../../../services/cli/bin/gimbal.mjs', import.meta.url));
const PORTS = ['console', 'ingestion', 'pricing', 'risk', 'governance-watch', 'execution'].flatMap((service) => [
  `--port-${service}`,
  '0',
]);
/** Nobody answers there. */
const NOWHERE = '127.0.0.1:1';
const LIVE = {
  journal: 'journal',
  connectors: [
    {
      kind: 'deribit',
      network: { webSocketUrl: `ws://${NOWHERE}`, restUrl: `http://${NOWHERE}` },
      instruments: ['ETH-PERPETUAL'],
      accounts: [],
    },
  ],
};

const missing = browserAbsence();

describe.skipIf(missing !== undefined)('a live console without a portfolio', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-desk-e2e-'));
  let gimbal: ChildProcess;
  let browser: OpenBrowser;
  let page: Page;

  const cli = (...words: readonly string[]): { readonly code: number | null; readonly text: string } => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [GIMBAL, ...words], { cwd: folder });
    return { code: status, text: `${stdout.toString()}${stderr.toString()}` };
  };

  beforeAll(async () => {
    writeFileSync(join(folder, 'live.json'), JSON.stringify(LIVE));
    const words = ['start', '--live', 'live.json', '--log', 'memory', ...PORTS];
    gimbal = spawn(process.execPath, [GIMBAL, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    gimbal.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until(() => output.includes('Live      as'), 60_000);
    browser = await openBrowser();
    page = browser.page;
    await page.goto(/http:\/\/\S+#token=\S+/.exec(output)![0]);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    gimbal?.kill('SIGKILL');
    if (gimbal !== undefined && gimbal.exitCode === null) await once(gimbal, 'close');
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows that it is live, what its feeds lack, and that no portfolio has been opened', async () => {
    await expect.poll(() => page.getByTestId('pace').innerText(), { timeout: 20_000 }).toBe('live');
    await expect.poll(() => page.getByTestId('step').innerText(), { timeout: 20_000 }).toMatch(/^step [\d,]+$/);
    await expect
      .poll(() => page.getByTestId('feed-health-row').first().innerText(), { timeout: 20_000 })
      .toMatch(/deribit[^]*connection failed/);
    expect(await page.getByTestId('console').innerText()).toContain('None has been opened yet.');
  }, 60_000);

  it('goes over to a portfolio as soon as one is opened, and still tells of the feeds', async () => {
    expect(cli('portfolio', 'open', 'main', '--name', 'ETH desk')).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^Opened main as tess\.trader, at portfolio\//),
    });
    const attached = cli('portfolio', 'attach', 'main', 'desk', '--venue', 'deribit', '--observed');
    expect(attached).toMatchObject({ code: 0, text: expect.stringMatching(/^Attached desk to main as tess\.trader/) });
    await page.getByTestId('portfolio-main').waitFor({ timeout: 20_000 });
    await expect.poll(() => page.getByTestId('pace').innerText(), { timeout: 20_000 }).toBe('live');
    await expect
      .poll(() => page.getByTestId('feed-health-row').first().innerText(), { timeout: 20_000 })
      .toContain('deribit');
    expect(await page.getByTestId('console').innerText()).not.toContain('None has been opened yet.');
  }, 60_000);

  it('says what is empty as that', () => {
    expect(cli('breaks').text).toBe('No break is open.\n');
    expect(cli('chains').text).toBe('No block of a chain has come yet.\n');
    expect(cli('accounts').text).toBe('Nothing is known to be held by a watched account.\n');
  });
});
