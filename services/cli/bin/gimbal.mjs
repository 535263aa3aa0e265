#!/usr/bin/env node
// The entry of `npx gimbal` and `npm start`. It has to be readable for an old Node, which it hands over to a new one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const NODE_MAJOR_MIN = 24;

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) await run();
else handOver();

async function run() {
  const asked = Object.keys(process.env).some((name) => name.startsWith('OTEL_') && process.env[name] !== '');
  // Before the application is loaded, as `node --import @gimbal/telemetry/register` would do: what is loaded before the
  // hooks can't be instrumented.
  if (asked || process.env.GIMBAL_OTEL === '1') await import('@gimbal/telemetry/register');
  try {
    await import('../dist/main.js');
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND' || existsSync(new URL('../dist/main.js', import.meta.url))) throw error;
    fail('Expected Gimbal to be built, it is not: run npm ci, or npm run build.');
  }
}

/** npm installs Node 24 as a package; npm and npx find it, a bare `node` in the PATH of somebody's machine may be older. */
function handOver() {
  // Once only: what is handed over to must not hand over again.
  const node = process.env.GIMBAL_HANDED_OVER === '1' ? undefined : installedNode();
  if (node === undefined) {
    fail(
      `Expected Node ${NODE_MAJOR_MIN} or newer, was ${process.versions.node}. Run npm ci, which installs it, or update Node.`,
    );
    return;
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, GIMBAL_HANDED_OVER: '1' },
  });
  // A terminal sends its signals to both of us; whoever kills this process by its id means the other.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Expected ${node} to run, it did not: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function installedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/package.json`);
    const node = join(dirname(manifest), 'bin', 'node');
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
