import type { Hex } from 'viem';
import type { RawFrame } from '../../domain/rawFrame.js';
import { parseChainFrame, type ChainFrame } from '../../domain/chain/chainFrame.js';
import { createEvmConnector, type EvmConnector, type EvmConnectorOptions } from './createEvmConnector.js';
import { evmConnectorSchema } from './evmConnectorOptions.js';
import type { BlockRef } from './follow/chainCursor.js';
import { ScriptedChain, ScriptedNode } from './scriptedNodes.scenario.js';

export const WATCHED: Hex = `0x${'a1'.repeat(20)}`;
export const OTHER: Hex = `0x${'b2'.repeat(20)}`;

export interface Setting {
  readonly nodes?: number;
  readonly quorum?: number;
  readonly startBlock?: number | undefined;
  readonly resume?: readonly BlockRef[];
  readonly plan?: EvmConnectorOptions['plan'];
  readonly reconcileEveryBlocks?: number;
  readonly ethereumHeaders?: boolean;
  /** Holds a frame back. */
  readonly onFrame?: (frame: RawFrame) => Promise<void>;
}

/** A connector over scripted nodes of one chain, and what it delivered. */
export class Scene {
  readonly chain = new ScriptedChain();
  readonly nodes: readonly ScriptedNode[];
  readonly connector: EvmConnector;
  readonly blocks: ChainFrame[] = [];
  readonly said: string[] = [];
  /** A monotonic clock that runs a hundred times as fast, so that backoffs and punishments end within the test. */
  hurry = 1;
  private readonly stop = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly setting: Setting = {}) {
    const { nodes = 2, quorum = 1, startBlock = 1, resume = [], plan, reconcileEveryBlocks } = setting;
    const { ethereumHeaders = true } = setting;
    this.nodes = Array.from({ length: nodes }, () => new ScriptedNode(this.chain));
    const names = this.nodes.map((_, place) => String.fromCharCode(97 + place));
    this.connector = createEvmConnector({
      id: 'evm/scripted',
      feed: {
        id: 'evm/scripted',
        decoder: 'evm-block-json',
        chain: 'scripted',
        contracts: [{ name: 'watched', chain: 'scripted', address: WATCHED, protocol: 'erc20', parameters: {} }],
        accounts: [],
        finality: { by: 'tag' },
        staleAfterSeconds: null,
        assumed: null,
      },
      config: evmConnectorSchema.parse({
        chainId: 1,
        endpoints: names.map((name) => ({ name, url: 'http://127.0.0.1:1', requestsPerSecond: 100_000 })),
        quorum,
        ...(setting.startBlock === undefined && resume.length > 0 ? {} : { startBlock }),
        pollMs: 5,
        ethereumHeaders,
        multicall: null,
        ...(reconcileEveryBlocks === undefined ? {} : { reconcileEveryBlocks }),
      }),
      plan,
      resume: () => resume,
      io: { nowUs: () => 1_700_000_000_000_000n, monotonicMs: () => performance.now() * this.hurry, random: () => 0 },
      connect: (name) => this.nodes[names.indexOf(name)]!,
    });
  }

  /** So many blocks on the head, each with a log of the watched contract. */
  grow(blocks: number, salt = 'main', addresses: readonly Hex[] = [WATCHED, OTHER]): void {
    for (let block = 0; block < blocks; block++) this.chain.extend(salt, addresses);
  }

  start(): void {
    const deliver = async (frame: RawFrame): Promise<void> => {
      await this.setting.onFrame?.(frame);
      if (frame.control !== undefined) {
        const { kind } = frame.control;
        this.said.push('reason' in frame.control && kind !== 'disconnected' ? `${kind} ${frame.control.reason}` : kind);
        this.details.push('detail' in frame.control ? frame.control.detail : '');
        return;
      }
      const parsed = parseChainFrame(frame.raw);
      if (!parsed.ok) throw new Error(parsed.reason);
      this.blocks.push(parsed.value);
    };
    this.running = this.connector.run({ deliver }, this.stop.signal);
  }

  readonly details: string[] = [];

  /** Until the newest block of the chain has been delivered. */
  async caughtUp(): Promise<void> {
    await this.until(() => this.blocks.at(-1)?.hash === this.chain.head.hash, 'the head to be delivered');
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    for (const endMs = performance.now() + 20_000; !condition();) {
      if (performance.now() > endMs) throw new Error(`Expected ${what}, said ${JSON.stringify(this.details)}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async end(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  /** The blocks that are left when each takes the place of what stood at its height and above. */
  canonical(): readonly ChainFrame[] {
    const left: ChainFrame[] = [];
    for (const block of this.blocks) {
      while (left.length > 0 && left.at(-1)!.number >= block.number) left.pop();
      const parent = left.at(-1);
      if (parent !== undefined && parent.hash !== block.parentHash) throw new Error(`Expected ${block.parentHash}`);
      left.push(block);
    }
    return left;
  }
}
