import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const cacheFolder = fileURLToPath(new URL('../../../../.cache/bench-ingestion/', import.meta.url));
const FILES = ['package.json', 'package-lock.json', '.npmrc'];
const INSTALL_MS_MAX = 300_000;

/** The folder that has the peers' packages, or why there is none. */
export function installPeers(): { readonly folder: string } | { readonly missing: string } {
  if (process.env['GIMBAL_BENCH_PEERS'] === 'none') return { missing: 'left out of this run' };
  const wanted = createHash('sha256')
    .update(FILES.map((file) => readFileSync(join(here, file), 'utf8')).join('\n'))
    .digest('hex');
  const stamp = join(cacheFolder, 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { folder: cacheFolder };
  mkdirSync(cacheFolder, { recursive: true });
  for (const file of FILES) cpSync(join(here, file), join(cacheFolder, file));
  const install = spawnSync('npm', ['ci'], {
    cwd: cacheFolder,
    encoding: 'utf8',
    env: outerEnvironment(),
    timeout: INSTALL_MS_MAX,
  });
  if (install.status !== 0) {
    const said = `${install.stderr ?? ''}${install.error?.message ?? ''}`.trim().split('\n').slice(-2).join(' ');
    return { missing: `npm ci failed (${said || `status ${install.status}`})` };
  }
  writeFileSync(stamp, wanted);
  return { folder: cacheFolder };
}

/** Under npm run, npm hands the settings of the outer project down, and they would win over .npmrc here. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const kept = /^npm_config_(registry|.*registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|cafile|ca)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}
