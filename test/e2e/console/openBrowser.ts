import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ensureInstalled } from '../install.mjs';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenBrowser {
  readonly page: Page;
  /** Errors and warnings of the page, as they come. */
  readonly complaints: readonly string[];
  /** Every address that was asked. */
  readonly requested: readonly string[];
  close(): Promise<void>;
}

/** Why the browser can't be driven here. Under CI that is a failure. */
export function browserAbsence(): string | undefined {
  const missing = absence();
  if (missing !== undefined && process.env['CI'] === '1') throw new Error(`The browser test can't run: ${missing}.`);
  if (missing !== undefined) console.log(`console in a browser: skipped, ${missing}`);
  return missing;
}

function absence(): string | undefined {
  if (!existsSync(CHROMIUM)) return `no browser at ${CHROMIUM} (CHROMIUM_PATH names another)`;
  const installed = ensureInstalled();
  return installed.ok ? undefined : installed.reason;
}

/** A fresh browser with one empty page of the size that the first screen is made for. */
export async function openBrowser(): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'gimbal-browser-'));
  const { chromium } = await import('playwright-core');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: CHROMIUM_FLAGS,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requested.push(request.url()));
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { page, complaints, requested, close };
}
