import { createHash, type Hash } from 'node:crypto';
import { parseCanonical } from '@gimbal/contracts';
import type { Segment } from '@gimbal/event-log';
import { genesisHash } from '../sealStatement.js';
import { checkSeal, type SealCheck, type SealFault, type SealVerdict } from '../verifySeals.js';
import type { SealPlace } from './fusedPositions.js';

/**
 * `verifySeals` over segments: the same chain and the same verdict, but the canonical bytes between two seals are hashed
 * as they stand, in one call a segment. Whoever walks the segment says where its seals are.
 */
export class SegmentSeals {
  private readonly faults: SealFault[] = [];
  private from: number;
  private next: number;
  private previousHash: Uint8Array | undefined;
  private hash: Hash;
  private seals = 0;
  private sealedTo: number;
  private headSeen: boolean;

  constructor(private readonly check: SealCheck) {
    const { firstOffset, topic, partition, head } = check;
    this.from = firstOffset;
    this.next = firstOffset;
    this.previousHash = firstOffset === 0 ? genesisHash(topic, partition) : undefined;
    this.hash = createHash('sha256').update(this.previousHash ?? '');
    this.sealedTo = firstOffset - 1;
    this.headSeen = head === undefined || head.sealedToOffset < 0;
    if (firstOffset > 0 && !check.expiryAllowed) {
      this.faults.push({ offset: 0, reason: `Expected facts from offset 0 on, the oldest kept is ${firstOffset}.` });
    }
  }

  /** The next segment of the partition, which begins where the last one ended, and its seals in order. */
  observe({ baseOffset, count, bytes }: Segment, seals: readonly SealPlace[]): void {
    if (baseOffset !== this.next) {
      this.faults.push({ offset: baseOffset, reason: `Expected offset ${this.next}, was ${baseOffset}.` });
    }
    let hashedTo = 0;
    for (const { offset, at } of seals) {
      this.hash.update(bytes.subarray(hashedTo, at));
      hashedTo = at;
      this.judge(offset, bytes.subarray(at, at + 4 + bytes.readUInt32LE(at)));
    }
    this.hash.update(hashedTo === 0 ? bytes : bytes.subarray(hashedTo));
    this.next = baseOffset + count;
  }

  verdict(): SealVerdict {
    const { faults, seals, sealedTo, next, check } = this;
    const missing: SealFault[] = [];
    if (!this.headSeen) {
      const exported = check.head!.sealedToOffset;
      missing.push({
        offset: exported,
        reason: `Expected a seal up to offset ${exported} as exported, the log is sealed up to ${sealedTo}.`,
      });
    }
    return {
      seals,
      sealedRecords: sealedTo + 1 - check.firstOffset,
      unsealedRecords: next - 1 - sealedTo,
      faults: [...faults, ...missing],
    };
  }

  private judge(offset: number, bytes: Buffer): void {
    const record = { ...parseCanonical(bytes)[0]!, offset };
    const { check, from, previousHash } = this;
    const verdict = checkSeal(check, record, { from, previousHash, endHash: this.hash.copy().digest() });
    if (verdict.kind === 'fault') this.faults.push({ offset, reason: verdict.reason });
    if (verdict.kind === 'ignored') return;
    // After a fault the chain goes on from what the seal says, so that one fault is reported once.
    this.seals++;
    this.sealedTo = offset - 1;
    this.from = offset;
    this.previousHash = verdict.endHash;
    this.hash = createHash('sha256').update(verdict.endHash);
    if (check.head?.sealedToOffset !== this.sealedTo) return;
    this.headSeen = true;
    if (Buffer.compare(check.head.endHash, verdict.endHash) !== 0) {
      this.faults.push({ offset: this.sealedTo, reason: 'Expected the end hash of the exported head, was another.' });
    }
  }
}
