import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ingestionConfigSchema } from '../../config.js';
import { readLiveConfig } from './readLiveConfig.js';
import { createSecretReader } from './secretReader.js';

const folder = mkdtempSync(join(tmpdir(), 'gimbal-live-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DERIBIT = {
  kind: 'deribit',
  network: 'testnet',
  instruments: ['ETH-PERPETUAL'],
  accounts: [{ id: 'desk', clientId: { env: 'DESK_ID' }, clientSecret: { file: '/run/secrets/desk' } }],
};

describe('the configuration of ingestion', () => {
  it('names either a recording or sources', () => {
    expect(ingestionConfigSchema.parse({ recording: 'r' })).toEqual({ recording: 'r' });
    const live = { journal: 'j', connectors: [DERIBIT] };
    expect(ingestionConfigSchema.parse({ live })).toMatchObject({
      live: { tickMs: 250, connectors: [{ kind: 'deribit', staleAfterSeconds: 60, channels: [] }] },
    });
    expect(ingestionConfigSchema.safeParse({ recording: 'r', live }).success).toBe(false);
    expect(ingestionConfigSchema.safeParse({}).success).toBe(false);
  });

  it('takes addresses of an own network, and no key as it is', () => {
    const parse = (connector: object): boolean =>
      ingestionConfigSchema.safeParse({ live: { journal: 'j', connectors: [connector] } }).success;
    expect(parse({ ...DERIBIT, network: { webSocketUrl: 'ws://127.0.0.1:1', restUrl: 'http://127.0.0.1:1' } })).toBe(
      true,
    );
    expect(parse({ ...DERIBIT, network: { webSocketUrl: 'file:///x', restUrl: 'http://127.0.0.1:1' } })).toBe(false);
    expect(parse({ ...DERIBIT, accounts: [{ ...DERIBIT.accounts[0], clientSecret: 'abc' }] })).toBe(false);
    expect(parse({ kind: 'hyperliquid', network: 'mainnet', accounts: [{ id: 'desk', address: '0xabc' }] })).toBe(true);
    const evm = { kind: 'evm', chain: 'ethereum', endpoints: ['https://node.example', { env: 'NODE_URL' }] };
    expect(parse(evm)).toBe(false);
    expect(parse({ ...evm, watch: { chainId: 1, contracts: [] } })).toBe(true);
    expect(parse({ kind: 'nobody', network: 'mainnet' })).toBe(false);
  });

  it('is read from a file, whose folder its journal is beside, and never repeated', async () => {
    const path = join(folder, 'live.json');
    writeFileSync(path, JSON.stringify({ journal: 'journal', connectors: [DERIBIT] }));
    expect((await readLiveConfig(path)).journal).toBe(join(folder, 'journal'));
    expect((await readLiveConfig(path, '/elsewhere')).journal).toBe('/elsewhere');
    writeFileSync(path, 'a secret that somebody put here');
    await expect(readLiveConfig(path)).rejects.toThrow(`Expected JSON in ${path}, was something else.`);
    writeFileSync(path, '{}');
    await expect(readLiveConfig(path)).rejects.toThrow('Expected a live configuration');
  });
});

describe('secrets', () => {
  it('come from a variable or a file, and are named by their place alone', () => {
    const path = join(folder, 'secret');
    writeFileSync(path, 'of a file\n');
    const read = createSecretReader({ DESK: ' of a variable ', EMPTY: '' });
    expect([read({ env: 'DESK' }), read({ file: path })]).toEqual(['of a variable', 'of a file']);
    expect(() => read({ env: 'EMPTY' })).toThrow('Expected a secret in the variable EMPTY, was nothing.');
    expect(() => read({ file: '/nowhere' })).toThrow('Expected a secret in the file /nowhere, was nothing.');
  });
});
