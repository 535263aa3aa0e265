import type { FaultyNode } from '../../chain/node/faultyNode.ts';
import type { World } from '../../chain/ingestion/world.ts';
import { watchOf } from '../../chain/ingestion/watchOf.ts';
import type { SmallVenue } from './smallVenue.ts';

export interface LiveDoubtsEnds {
  readonly world: World;
  readonly chain: string;
  readonly nodes: readonly FaultyNode[];
  readonly venue: SmallVenue;
  /** Gimbal's name of the first person's wallet. */
  readonly account: string;
  /** What the pool of USDC and WETH speaks by. */
  readonly poolFeed: string;
}

const USDC_WETH = 'uniswap-v3:USDC-WETH-500';

/** A live configuration of a chain of which two nodes must agree, a venue, and a dollar coin that is worth a dollar. */
export function liveDoubtsConfig({ world, chain, nodes, venue, account, poolFeed }: LiveDoubtsEnds): object {
  const { contracts, accounts } = watchOf(world, chain);
  const evm = {
    kind: 'evm',
    chain,
    endpoints: nodes.map(({ url }) => url),
    quorum: nodes.length,
    watch: {
      chainId: 31_337,
      contracts: contracts.map(({ chain: _chain, ...contract }) =>
        contract.name === USDC_WETH ? { ...contract, parameters: { feed: poolFeed } } : contract,
      ),
      accounts: accounts.map(({ chain: _chain, ...watched }) => ({ ...watched, accountId: account })),
      finality: { by: 'tag' },
      startBlock: 0,
      pollMs: 100,
      requestsPerSecond: 10_000,
      multicall: null,
      ethereumHeaders: false,
    },
  };
  const deribit = {
    kind: 'deribit',
    network: { webSocketUrl: venue.url, restUrl: 'http://127.0.0.1:1' },
    instruments: ['ETH_USDC-PERPETUAL'],
    // Longer than an order waits, so that one that is cut off after its approval is rejected for that.
    staleAfterSeconds: 8,
  };
  const usdc = {
    id: 'chainlink:assumed:USDC-USD',
    decoder: 'assumed-price-json',
    asset: 'USDC',
    decimals: 8,
    staleAfterSeconds: 180,
    assumed: 'USDC is worth 1.00 USD.',
    repeat: { value: '1.00', everySeconds: 60 },
  };
  return { journal: 'journal', connectors: [evm, deribit], feeds: [usdc] };
}
