import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRecording } from '../recording/openRecording.js';
import { openConfiguredLive } from './openConfiguredLive.js';
import { readLiveConfig } from './readLiveConfig.js';

const EXAMPLE = fileURLToPath(new URL('../../../../../deploy/live/example.json', import.meta.url));
const SECRETS = {
  ETHEREUM_NODE_1: 'https://first.example/KEY',
  ETHEREUM_NODE_2: 'wss://second.example/KEY',
  ARBITRUM_NODE: 'https://third.example/KEY',
  DERIBIT_CLIENT_ID: 'id',
  DERIBIT_CLIENT_SECRET: 'secret',
  DERIVE_SESSION_KEY: `0x${'01'.repeat(32)}`,
};

let journal: string;
beforeAll(async () => {
  journal = join(await mkdtemp(join(tmpdir(), 'gimbal-example-')), 'journal');
  for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(join(journal, '..'), { recursive: true });
});

describe('the example of a live configuration', () => {
  it('is built from end to end: two chains, four venues, what is assumed, what is watched', async () => {
    const live = await openConfiguredLive(await readLiveConfig(EXAMPLE, journal), () => {});
    const { feeds, watched } = live.recording.catalogue;
    expect([...feeds.keys()]).toEqual(
      expect.arrayContaining([
        'chain:ethereum',
        'chain:arbitrum',
        'deribit',
        'derive',
        'hyperliquid',
        'dydx',
        'assumed:ETH-vol',
      ]),
    );
    expect(feeds.get('chain:ethereum')).toMatchObject({ gas: { feed: 'gas:ethereum' } });
    expect(watched.orderFlow).toMatchObject([{ feed: 'uniswap-v3:USDC-WETH-500', terms: { bucketUnits: '100' } }]);
    await live.close();
    // The journal is a recording of the same catalogue.
    const { catalogue } = await openRecording(journal);
    expect(catalogue.watched).toEqual(watched);
    expect([...catalogue.feeds.keys()]).toEqual([...feeds.keys()]);
  });

  it('refuses a journal of something else that was watched', async () => {
    const config = await readLiveConfig(EXAMPLE, journal);
    await expect(
      openConfiguredLive({ ...config, watched: { orderFlow: [], protocolHealth: [] } }, () => {}),
    ).rejects.toThrow('Expected under "watched" what');
  });
});
