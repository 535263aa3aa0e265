import { numberToHex } from 'viem';
import { readHeader } from '../blocks/fetchHeaders.js';
import type { Endpoint, Head } from '../endpoints/endpoint.js';
import type { EndpointPool } from '../endpoints/endpointPool.js';
import { HEAD_LAG_BLOCKS_MAX, HEAD_LEAD_BLOCKS_MAX } from '../limits.js';
import { sleep } from '../rpc/sleep.js';
import { agreeOnFinal } from './agreeOnFinal.js';
import { agreeOnHead, type HeadClaim, type HeadVerdict } from './agreeOnHead.js';
import { type HeadTerms, pollHead } from './pollHead.js';

export type AgreedHead = Exclude<HeadVerdict, { readonly kind: 'ask' }>;

/** Follows the heads of all nodes, each in a loop of its own, so that a slow one holds up nobody. */
export class HeadWatch {
  private readonly wakers = new Map<string, () => void>();
  private readonly struckAt = new Map<string, string>();
  private onClaim: (() => void) | undefined;

  constructor(
    private readonly pool: EndpointPool,
    private readonly terms: HeadTerms,
    private readonly pollMs: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Settles when the signal says stop. */
  async run(): Promise<void> {
    await Promise.all(this.pool.endpoints.map((endpoint) => this.follow(endpoint)));
  }

  /** A node announced a new head: it is asked at once. */
  announced(endpoint: string): void {
    this.wakers.get(endpoint)?.();
  }

  /** Waits until a node claims another head than before, at most so long. */
  async changed(ms: number): Promise<void> {
    const woken = new AbortController();
    this.onClaim = () => woken.abort();
    await sleep(ms, AbortSignal.any([woken.signal, this.signal]));
    this.onClaim = undefined;
  }

  /** What the nodes agree on now. Those at other heights are asked what they have at that of the quorum. */
  async agreed(isAdopted: (hash: string) => boolean): Promise<AgreedHead> {
    for (;;) {
      const claims = this.claims();
      const verdict = agreeOnHead(claims, this.pool.quorum, isAdopted);
      if (this.signal.aborted) return { kind: 'none', detail: 'Stopped.' };
      if (verdict.kind === 'ask') {
        const asked = verdict.endpoints.map((name) => this.askAt(this.pool.named(name)!, verdict.number));
        await Promise.all(asked);
        continue;
      }
      if (verdict.kind === 'agreed') this.judge(claims, verdict);
      return verdict;
    }
  }

  finalized(): Head | undefined {
    return agreeOnFinal(
      this.pool.awake().map((endpoint) => endpoint.finalized),
      this.pool.quorum,
    );
  }

  private async follow(endpoint: Endpoint): Promise<void> {
    while (!this.signal.aborted) {
      const restsMs = endpoint.restsMs();
      if (restsMs > 0) {
        // No announcement wakes it: that is what resting means.
        await sleep(Math.min(restsMs, this.pollMs), this.signal);
        continue;
      }
      const before = endpoint.head?.hash;
      await pollHead(endpoint, this.terms, this.signal);
      if (endpoint.head?.hash !== before) this.onClaim?.();
      const woken = new AbortController();
      this.wakers.set(endpoint.name, () => woken.abort());
      await sleep(this.pollMs, AbortSignal.any([woken.signal, this.signal]));
    }
  }

  private claims(): HeadClaim[] {
    return this.pool.awake().flatMap((endpoint) => {
      const { head, below } = endpoint;
      if (head === undefined) return [];
      // A block that it was asked for and doesn't have is a hash of its own, which nobody shares.
      const hashAt = (number: bigint): string | undefined =>
        below.has(number) ? (below.get(number) ?? `none of ${endpoint.name}`) : undefined;
      return [{ endpoint: endpoint.name, ...head, hashAt }];
    });
  }

  private async askAt(endpoint: Endpoint, number: bigint): Promise<void> {
    const { head } = endpoint;
    const calls = [{ method: 'eth_getBlockByNumber', params: [numberToHex(number), false] }];
    const outcome = await endpoint.ask(calls, this.signal);
    // Its head moved meanwhile, so what it said may be of another branch.
    if (!outcome.ok || endpoint.head?.hash !== head?.hash) return;
    const header = readHeader(outcome.answers[0]!, this.terms.ethereumHeaders);
    if (header.kind === 'wrong') return endpoint.lied(header.detail, header.reason);
    endpoint.below.set(number, header.kind === 'value' ? header.value.hash : undefined);
  }

  private judge(claims: readonly HeadClaim[], agreed: Extract<HeadVerdict, { readonly kind: 'agreed' }>): void {
    const { number, hash, against } = agreed;
    const same = claims.filter((claim) => (claim.number === number ? claim.hash : claim.hashAt(number)) === hash);
    const confirmed = same.length > 1 || this.pool.endpoints.length === 1;
    for (const claim of claims) {
      const endpoint = this.pool.named(claim.endpoint)!;
      if (number - claim.number > BigInt(HEAD_LAG_BLOCKS_MAX)) {
        endpoint.warned('late', `Expected a head near ${number}, was ${claim.number}.`);
      } else if (claim.number - number > BigInt(HEAD_LEAD_BLOCKS_MAX)) {
        endpoint.warned('early', `Expected a head near ${number}, was ${claim.number}.`);
      } else if (against.includes(claim.endpoint) && this.pool.quorum > 1) {
        // Once for each block: looking twice at the same contradiction makes it no worse.
        if (this.struckAt.get(claim.endpoint) === hash) continue;
        this.struckAt.set(claim.endpoint, hash);
        endpoint.contradicted(`Expected block ${number} to be ${hash}, was another one.`);
      } else {
        endpoint.recovered('late');
        endpoint.recovered('early');
        if (confirmed && same.includes(claim)) endpoint.agreed();
      }
    }
  }
}
