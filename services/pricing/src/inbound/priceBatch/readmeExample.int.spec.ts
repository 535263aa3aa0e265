import { createMemoryLog } from '@gimbal/event-log/memory';
import { createMemoryOwnership, createMemoryProjectionStore, createSealSigner, StageRunner } from '@gimbal/projection';
import { topics } from '@gimbal/contracts';
import { createDevIssuer, createLogger, createTokenVerifier, startGrpcServer } from '@gimbal/runtime';
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { pricingService } from '../../pricing.service.js';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const README = new URL('../../../README.md', import.meta.url);

it("the README's example runs as it stands, but for where the service and the session are", async () => {
  const log = createMemoryLog();
  await log.ensureTopics(Object.values(topics).map(({ name }) => ({ name, partitions: 1, retentionMs: Infinity })));
  const pricing = new StageRunner({
    stage: pricingService.createStage({ keptIntervalSeconds: 0 }),
    log,
    store: createMemoryProjectionStore(),
    ownership: createMemoryOwnership(() => performance.now()),
    partitionCount: 1,
    owner: 'one',
    address: () => '',
    sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
    report: () => undefined,
    fatal: () => undefined,
  });
  const issuer = await createDevIssuer();
  const server = await startGrpcServer({
    service: pricingService.name,
    module: pricingService.module(pricing, log),
    definitions: pricingService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'pricing', level: 'error' }),
    health: () => true,
  });
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-example-'));
  try {
    const session = join(folder, 'session.json');
    const viewer = await issuer.issue({ subject: 'v', tenant: 'desk-a', roles: ['viewer'], ttlSeconds: 60 });
    await writeFile(session, JSON.stringify({ tokens: { viewer } }));
    const [, code = ''] = /```js\n([^]+?)```/.exec(await readFile(README, 'utf8')) ?? [];
    const here = code
      .replace("'.gimbal/session.json'", JSON.stringify(session))
      .replace('127.0.0.1:50052', server.address);
    expect(here).not.toContain('50052/');
    await writeFile(join(folder, 'example.mjs'), here);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'example.mjs')], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    // 100·(2Φ(σ√τ/2) − 1) at the money, and Φ(0.1) = 0.539827837277029 (Abramowitz and Stegun, table 26.1).
    expect(stdout.match(/7\.96556745540\d+/g)).toHaveLength(2);
    expect(stdout.match(/\b0\.(39999999999\d+|4|40000000000\d+)\b/g)).toHaveLength(2);
    expect(stdout.match(/code: '\w+'/g)).toEqual(["code: 'not_positive'", "code: 'not_finite'"]);
    expect(stdout.match(/field: '\w+'/g)).toEqual(["field: 'vol'", "field: 'price'"]);
  } finally {
    await rm(folder, { recursive: true });
    await server.stop(0);
    await pricing.stop();
  }
}, 60_000);
