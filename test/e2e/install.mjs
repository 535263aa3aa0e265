// Puts the browser driver of test/e2e/package-lock.json in place, with `npm ci` and only when it is missing. Plain
// JavaScript, since it may run before anything else is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const LOCK = `${FOLDER}package-lock.json`;
/** Holds the lock file that was installed, so that a changed lock is noticed and a broken install is repeated. */
const STAMP = `${FOLDER}node_modules/.installed-lock.json`;
const INSTALL_MS_MAX = 120_000;

/** @returns {{ ok: true } | { ok: false, reason: string }} */
export function ensureInstalled() {
  const lock = readFileSync(LOCK, 'utf8');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return { ok: true };
  const installed = spawnSync('npm', ['ci'], {
    cwd: FOLDER,
    env: withoutNpmSettings(process.env),
    encoding: 'utf8',
    timeout: INSTALL_MS_MAX,
  });
  if (installed.status !== 0) {
    const said = `${installed.stderr ?? ''}${installed.error?.message ?? ''}`.trim().split('\n').slice(-3).join(' ');
    return { ok: false, reason: `npm ci in test/e2e failed (${said || `status ${installed.status}`})` };
  }
  writeFileSync(STAMP, lock);
  return { ok: true };
}

/**
 * Under `npm run`, npm hands its own settings down in the environment, and the outer project's would win over .npmrc
 * here. Where packages come from (registry, proxy, cache, configuration files) must still be handed down.
 */
function withoutNpmSettings(env) {
  const kept = /^npm_config_(registry|.*registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|cafile|ca)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = ensureInstalled();
  console.log(result.ok ? 'test/e2e: installed' : `test/e2e: skipped, ${result.reason}`);
  process.exitCode = result.ok || process.env.CI !== '1' ? 0 : 1;
}
