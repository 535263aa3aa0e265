import type { Hex } from 'viem';
import { backoffMs } from '../live/backoff.js';
import { blockFrame, type WholeBlock } from './blockFrame.js';
import { watchedAddresses } from './blocks/watchedAddresses.js';
import { ControlQueue } from './controlQueue.js';
import type { EvmConnectorOptions, EvmSink } from './createEvmConnector.js';
import { DeliveryWindow } from './deliveryWindow.js';
import { Endpoint, type Head } from './endpoints/endpoint.js';
import { EndpointPool } from './endpoints/endpointPool.js';
import { type BlockRef, isDelivered, tipOf } from './follow/chainCursor.js';
import { type Advance, ChainFollower } from './follow/chainFollower.js';
import { type AgreedHead, HeadWatch } from './heads/headWatch.js';
import {
  ATTEMPT_PAUSE_MS_MAX,
  BODY_BYTES_MAX,
  BYTES_UNTAKEN_MAX,
  DISAGREEMENT_MS_MAX,
  FRAMES_UNTAKEN_MAX,
  NODE_BACKOFF,
  REQUEST_MS_MAX,
} from './limits.js';
import { MULTICALL3 } from './reads/aggregateCalls.js';
import { readPlanOf } from './reads/readPlanOf.js';
import { keepAnnounced } from './rpc/keepAnnounced.js';
import { createHttpRpc } from './rpc/createHttpRpc.js';
import { createWsRpc } from './rpc/createWsRpc.js';
import type { RpcClient } from './rpc/rpcClient.js';
import { sleep } from './rpc/sleep.js';

/** What a run that ended without a word may have left open, beside its nodes. */
const LEFT_OPEN = ['quorum', 'unavailable', 'reads', 'reorg'] as const;

/** One run of a connector: its connections, and how far it got. */
export class EvmSession {
  readonly pool: EndpointPool;
  head: BlockRef | undefined;
  finalized: Head | undefined;
  blocksDelivered = 0;
  private readonly controls: ControlQueue;
  private readonly untaken = new DeliveryWindow(FRAMES_UNTAKEN_MAX, BYTES_UNTAKEN_MAX);
  private readonly follower: ChainFollower;
  private readonly announcers: { readonly name: string; readonly client: RpcClient }[] = [];
  private watch: HeadWatch | undefined;
  private session: number | undefined;
  /** Since when no head was agreed on. */
  private apartSinceMs: number | undefined;
  private stuck = 0;
  /** A run before this one has delivered blocks, and may have said that something is wrong. */
  private readonly goesOn: boolean;

  constructor(
    private readonly options: EvmConnectorOptions,
    tail: readonly BlockRef[],
    tokenIds: readonly bigint[],
    private readonly sink: EvmSink,
    private readonly nextSession: () => number,
  ) {
    const { config, feed, io } = options;
    this.goesOn = tail.length > 0;
    this.controls = new ControlQueue(feed.id, options.id, () => io.nowUs());
    const surroundings = {
      monotonicMs: () => io.monotonicMs(),
      random: () => io.random(),
      onStanding: (endpoint: Endpoint, before: Endpoint['standing']) => this.controls.standing(endpoint, before),
    };
    const endpoints = config.endpoints.map((endpoint) => {
      const { name, url, announcements, requestsPerSecond } = endpoint;
      if (announcements !== undefined) this.announcers.push({ name, client: this.clientOf(name, announcements) });
      const client = options.connect?.(name) ?? this.clientOf(name, url);
      return new Endpoint(name, client, requestsPerSecond, surroundings);
    });
    this.pool = new EndpointPool(endpoints, config.quorum);
    const start = config.startBlock === undefined ? undefined : BigInt(config.startBlock);
    this.follower = new ChainFollower(
      {
        pool: this.pool,
        ethereumHeaders: config.ethereumHeaders,
        watched: watchedAddresses(feed.contracts.map(({ address }) => address as Hex)),
        multicall: config.multicall === null ? undefined : ((config.multicall ?? MULTICALL3) as Hex),
        plan: options.plan ?? readPlanOf(feed.contracts, feed.accounts),
        reconcileEveryBlocks: config.reconcileEveryBlocks,
        tokenIds,
        wantsTips: feed.gas !== undefined,
        deliver: (block) => this.deliver(block),
        onReadsMissing: (detail) => this.readsMissing(detail),
      },
      { tail, start, final: undefined },
    );
  }

  get tip(): BlockRef | undefined {
    return tipOf(this.follower.position);
  }

  /** The newest blocks that were delivered, oldest first. */
  get delivered(): readonly BlockRef[] {
    return this.follower.position.tail;
  }

  /** Numbered positions that accounts may own by what was delivered. */
  get tokenIds(): readonly bigint[] {
    return this.follower.tokenIds;
  }

  /** Runs until the signal is aborted; whatever was opened is closed then. */
  async run(outer: AbortSignal): Promise<void> {
    const { config, feed, io } = this.options;
    const own = new AbortController();
    const signal = AbortSignal.any([outer, own.signal]);
    this.watch = new HeadWatch(this.pool, { ...config, finality: feed.finality }, config.pollMs, signal);
    const watching = this.watch.run();
    const announced = this.announcers.map(({ client }) => keepAnnounced(client, signal, () => io.random()));
    try {
      await this.follow(this.watch, signal);
    } finally {
      own.abort();
      this.sayEnd();
      await Promise.all([watching, ...announced]);
      this.pool.close();
      for (const { client } of this.announcers) client.close();
    }
  }

  private async follow(watch: HeadWatch, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const verdict = await watch.agreed((hash) => isDelivered(this.follower.position, hash));
      this.noteVerdict(verdict);
      await this.sayControls();
      if (verdict.kind === 'agreed') {
        const before = this.tip?.hash;
        this.noteFinalized(watch.finalized());
        const advance = await this.follower.advanceTo(verdict, signal);
        await this.noteAdvance(advance, verdict, signal);
        await this.sayControls();
        // The head may have moved while blocks were fetched, so it is looked at again before anything is waited for.
        if (this.tip?.hash !== before) continue;
      }
      await watch.changed(this.options.config.pollMs);
    }
  }

  private noteVerdict(verdict: AgreedHead): void {
    if (verdict.kind === 'agreed') {
      this.head = verdict;
      this.apartSinceMs = undefined;
      this.controls.restored('quorum', `The nodes agree on block ${verdict.number} again.`);
      if (this.session === undefined) {
        this.session = this.nextSession();
        this.controls.connected(this.session, this.names());
        if (this.goesOn)
          this.controls.begunAnew([...LEFT_OPEN, ...this.pool.endpoints.map(({ name }) => `endpoint/${name}`)]);
      }
      return;
    }
    const reachable = this.pool.awake().filter(({ head }) => head !== undefined).length;
    if (reachable === 0 && this.session !== undefined) {
      this.controls.disconnected(this.session, this.names(), 'Expected a node that answers, had none.');
      this.session = undefined;
    }
    this.apartSinceMs ??= this.options.io.monotonicMs();
    const patience = Math.min(DISAGREEMENT_MS_MAX, 5 * this.options.config.pollMs);
    if (this.options.io.monotonicMs() - this.apartSinceMs >= patience) this.controls.degraded('quorum', verdict.detail);
  }

  /** Finality never goes back, whatever a node that has just joined says. */
  private noteFinalized(finalized: Head | undefined): void {
    if (finalized === undefined) return;
    if (this.finalized === undefined || finalized.number > this.finalized.number) this.finalized = finalized;
  }

  private async noteAdvance(advance: Advance, head: BlockRef, signal: AbortSignal): Promise<void> {
    if (advance.kind === 'reached') {
      this.stuck = 0;
      this.controls.restored('reorg', 'The branch joins what was delivered.');
      this.controls.restored('unavailable', 'Blocks can be fetched again.');
      return;
    }
    if (advance.kind === 'vanished') this.headless(advance.hash ?? head.hash);
    if (advance.kind === 'too_deep') this.controls.degraded('reorg', advance.detail);
    // A block that vanished once is the chain's doing; when nothing else comes, it is the nodes'.
    this.stuck++;
    if (advance.kind === 'unavailable' && this.stuck > 1) this.controls.degraded('unavailable', advance.detail);
    await this.sayControls();
    // Where all nodes rest, their own backoff is the pause.
    const soonestMs = this.pool.soonestMs();
    const pauseMs = Math.min(
      ATTEMPT_PAUSE_MS_MAX,
      backoffMs(this.stuck, NODE_BACKOFF, () => this.options.io.random()),
    );
    await sleep(soonestMs > 0 ? soonestMs : pauseMs, signal);
  }

  /** Nobody knows this block, so a node that still calls it its head has made it up, or is about to say another one. */
  private headless(hash: string): void {
    for (const endpoint of this.pool.endpoints) {
      if (endpoint.head?.hash !== hash) continue;
      endpoint.contradicted(`Expected its head ${endpoint.head.number} (${hash}) to be a block, nobody knows it.`);
    }
  }

  private async deliver(block: WholeBlock): Promise<bigint | undefined> {
    await this.sayControls();
    const { finalized } = this;
    const { feed, io } = this.options;
    const frame = blockFrame(feed.id, feed.chain, block, finalized, io.nowUs());
    await this.untaken.add(frame.raw.length, this.sink.deliver(frame));
    this.blocksDelivered++;
    return finalized?.number;
  }

  private async sayControls(): Promise<void> {
    for (const frame of this.controls.taken()) await this.sink.deliver(frame);
  }

  private readsMissing(detail: string | undefined): void {
    if (detail === undefined) this.controls.restored('reads', 'Reads are answered again.');
    else this.controls.degraded('reads', `Expected a node with the state of the block, had none: ${detail}`);
  }

  /** Whoever starts it again hears of the end before the next beginning; where nobody takes frames any more, it is lost. */
  private sayEnd(): void {
    if (this.session === undefined) return;
    this.controls.disconnected(this.session, this.names(), 'The connector was stopped.');
    this.session = undefined;
    for (const frame of this.controls.taken()) void this.sink.deliver(frame);
  }

  private names(): string {
    return this.pool.endpoints.map(({ name }) => name).join(', ');
  }

  private clientOf(name: string, url: string): RpcClient {
    const timeoutMs = this.options.config.requestTimeoutMs ?? REQUEST_MS_MAX;
    if (/^wss?:/.test(url)) {
      return createWsRpc(url, { timeoutMs, bytesMax: BODY_BYTES_MAX, onHead: () => this.watch?.announced(name) });
    }
    return createHttpRpc(url, {
      timeoutMs,
      bytesMax: BODY_BYTES_MAX,
      nowMs: () => Number(this.options.io.nowUs() / 1000n),
    });
  }
}
