import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { parseChainFrame } from '../../domain/chain/chainFrame.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { connectorConfigSchema } from '../live/connectorConfig.js';
import { buildConnector, type ConnectorContext } from '../live/connectorRegistry.js';
import { systemIo } from '../live/systemIo.js';
import { ScriptedChain } from './scriptedNodes.scenario.js';
import { serveScripted } from './servedNode.scenario.js';

const TOKEN = `0x${'a1'.repeat(20)}` as const;
let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** What the connector says of itself stands between the blocks. */
const isBlock = ({ control }: RawFrame): boolean => control === undefined;

const watch = {
  chainId: 1,
  startBlock: 1,
  pollMs: 10,
  contracts: [
    {
      name: 'token',
      address: TOKEN.toUpperCase().replace('0X', '0x'),
      protocol: 'erc20',
      parameters: { instrument: 'spot:USDC', decimals: 6, behaviour: 'plain' },
    },
  ],
  accounts: [{ accountId: 'desk', address: `0x${'d4'.repeat(20)}`, opening: 'read' }],
};

describe('a chain connector of the host', () => {
  it('is built from its configuration, with the address of a node as a secret, and delivers a chain', async () => {
    const chain = new ScriptedChain();
    for (let block = 0; block < 60; block++) chain.extend('main', [TOKEN]);
    const served = await serveScripted(chain);
    ({ server } = served);
    const { url } = served;
    const asked: unknown[] = [];
    const context: ConnectorContext = {
      io: systemIo,
      secret: (source) => {
        asked.push(source);
        return url;
      },
      report: () => undefined,
      resume: () => undefined,
    };
    const config = connectorConfigSchema.parse({ kind: 'evm', chain: 'test', endpoints: [{ env: 'NODE_URL' }], watch });
    const connector = buildConnector(config, context);
    expect(asked).toEqual([{ env: 'NODE_URL' }]);
    expect(connector.feeds).toMatchObject([
      { id: 'chain:test', decoder: 'evm-block-json', contracts: [{ address: TOKEN }] },
    ]);

    const frames: RawFrame[] = [];
    const stop = new AbortController();
    const deliver = async (frame: RawFrame): Promise<void> => {
      frames.push(frame);
      if (frames.filter(isBlock).length === 60) stop.abort();
    };
    await connector.run({ deliver }, stop.signal);
    // On a slow machine it may have said first that no head was agreed on yet.
    const connected = frames.find(({ control }) => control?.kind === 'connected');
    expect(connected?.control).toMatchObject({ connector: 'evm/test', endpoint: 'node-1' });
    const blocks = frames.filter(isBlock).map(({ raw }) => parseChainFrame(raw));
    expect(blocks).toHaveLength(60);
    expect(blocks.every((block) => block.ok && block.value.logs.length === 1)).toBe(true);
    // In the first block the account's balance is read: there the account's facts begin.
    const [first] = blocks;
    expect(first?.ok === true && first.value.reads).toMatchObject([{ address: TOKEN, accountId: 'desk' }]);
  });

  it('is refused for a contract that its protocol cannot follow, and for a quorum of more nodes than there are', () => {
    const context: ConnectorContext = {
      io: systemIo,
      secret: () => '',
      report: () => undefined,
      resume: () => undefined,
    };
    const build = (changes: object): unknown =>
      buildConnector(
        connectorConfigSchema.parse({
          kind: 'evm',
          chain: 'test',
          endpoints: ['http://127.0.0.1:1'],
          watch,
          ...changes,
        }),
        context,
      );
    const nameless = { ...watch, contracts: [{ ...watch.contracts[0], parameters: {} }] };
    expect(() => build({ watch: nameless })).toThrow('Expected');
    expect(() => build({ quorum: 2 })).toThrow('Expected a quorum of at most all endpoints.');
    server = createServer();
  });
});
