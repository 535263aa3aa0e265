import { createHash } from 'node:crypto';
import { canonicalBytes, HEADER, headerOf } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import type { StoredRecord } from '@gimbal/event-log';
import { type PinnedKeys, verifySealSignature } from './sealKeys.js';
import { genesisHash, sealStatementBytes, type SealedHeadStatement } from './sealStatement.js';

export interface SealFault {
  readonly offset: number;
  readonly reason: string;
}

export interface SealVerdict {
  readonly seals: number;
  readonly sealedRecords: number;
  /** Records behind the last seal: nobody vouches for them yet. */
  readonly unsealedRecords: number;
  readonly faults: readonly SealFault[];
}

export interface SealCheck {
  readonly topic: string;
  readonly partition: number;
  /** The oldest offset still kept. Above 0 is legal for market topics alone. */
  readonly firstOffset: number;
  readonly expiryAllowed: boolean;
  readonly keys: PinnedKeys;
  /** What was exported outside the log, when the caller has it. */
  readonly head?: SealedHeadStatement | undefined;
}

/**
 * Checks the chain of seals of one partition against its records: every seal's range, count, previous and end hash and
 * signature, and that each range begins where the last one ended. Reads each record once.
 */
export async function verifySeals(
  check: SealCheck,
  records: AsyncIterable<readonly StoredRecord[]> | Iterable<readonly StoredRecord[]>,
): Promise<SealVerdict> {
  const faults: SealFault[] = [];
  let from = check.firstOffset;
  let next = check.firstOffset;
  let previousHash: Uint8Array | undefined =
    check.firstOffset === 0 ? genesisHash(check.topic, check.partition) : undefined;
  let hash = createHash('sha256').update(previousHash ?? '');
  let seals = 0;
  let sealedTo = check.firstOffset - 1;
  let headSeen = check.head === undefined || check.head.sealedToOffset < 0;

  if (check.firstOffset > 0 && !check.expiryAllowed) {
    faults.push({ offset: 0, reason: `Expected facts from offset 0 on, the oldest kept is ${check.firstOffset}.` });
  }
  for await (const batch of records) {
    for (const record of batch) {
      if (record.offset !== next) {
        faults.push({ offset: record.offset, reason: `Expected offset ${next}, was ${record.offset}.` });
        next = record.offset;
      }
      if (headerOf(record, HEADER.type) === Sealed.$type) {
        const verdict = checkSeal(check, record, { from, previousHash, endHash: hash.copy().digest() });
        if (verdict.kind === 'fault') faults.push({ offset: record.offset, reason: verdict.reason });
        if (verdict.kind !== 'ignored') {
          // After a fault the chain goes on from what the seal says, so that one fault is reported once.
          seals++;
          sealedTo = record.offset - 1;
          from = record.offset;
          previousHash = verdict.endHash;
          hash = createHash('sha256').update(verdict.endHash);
          if (check.head !== undefined && check.head.sealedToOffset === sealedTo) {
            headSeen = true;
            if (Buffer.compare(check.head.endHash, verdict.endHash) !== 0) {
              faults.push({ offset: sealedTo, reason: 'Expected the end hash of the exported head, was another.' });
            }
          }
        }
      }
      hash.update(canonicalBytes([record]));
      next = record.offset + 1;
    }
  }
  if (!headSeen) {
    faults.push({
      offset: check.head!.sealedToOffset,
      reason: `Expected a seal up to offset ${check.head!.sealedToOffset} as exported, the log is sealed up to ${sealedTo}.`,
    });
  }
  return { seals, sealedRecords: sealedTo + 1 - check.firstOffset, unsealedRecords: next - 1 - sealedTo, faults };
}

export interface Chain {
  readonly from: number;
  /** Undefined before the first kept seal of a partition whose prefix expired. */
  readonly previousHash: Uint8Array | undefined;
  readonly endHash: Uint8Array;
}

export type SealOutcome =
  | { readonly kind: 'good'; readonly endHash: Uint8Array }
  | { readonly kind: 'fault'; readonly endHash: Uint8Array; readonly reason: string }
  /** Of a fenced writer: it covers a range that another record cut short. Its bytes are sealed by the next seal. */
  | { readonly kind: 'ignored' };

/** Judges one seal by the chain up to it; for `verifySeals` and for the fused fold, which hashes whole segments. */
export function checkSeal(check: SealCheck, record: StoredRecord, chain: Chain): SealOutcome {
  let seal: Sealed;
  try {
    seal = Sealed.decode(record.value);
  } catch {
    return { kind: 'fault', endHash: chain.endHash, reason: 'Expected a seal of valid bytes.' };
  }
  const statement = {
    topic: check.topic,
    partition: check.partition,
    fromOffset: Number(seal.fromOffset),
    toOffset: Number(seal.toOffset),
    recordCount: Number(seal.recordCount),
    previousHash: seal.previousHash,
    endHash: seal.endHash,
  };
  const fault = (reason: string): SealOutcome => ({ kind: 'fault', endHash: seal.endHash, reason });
  if (!verifySealSignature(check.keys, seal.keyId, sealStatementBytes(statement), seal.signature)) {
    return fault(`Expected a signature by a pinned key, was one by "${seal.keyId}" that does not fit.`);
  }
  if (statement.toOffset !== record.offset - 1) {
    // Signed, but another record came between: only a fenced writer's seal does that, and it carries a voided epoch.
    return headerOf(record, HEADER.epoch) === seal.epoch.toString() && statement.toOffset < record.offset - 1
      ? { kind: 'ignored' }
      : fault(`Expected a seal up to offset ${record.offset - 1}, was up to ${statement.toOffset}.`);
  }
  // The statement doesn't hold the epoch, and nothing covers the bytes of the last seal: its header is its witness.
  if (headerOf(record, HEADER.epoch) !== seal.epoch.toString())
    return fault(`Expected a seal of the epoch in its header, was of ${seal.epoch}.`);
  if (chain.previousHash === undefined) return { kind: 'good', endHash: seal.endHash };
  if (statement.fromOffset !== chain.from)
    return fault(`Expected a seal from offset ${chain.from}, was from ${statement.fromOffset}.`);
  if (statement.recordCount !== record.offset - chain.from) {
    return fault(`Expected ${record.offset - chain.from} sealed records, the seal counts ${statement.recordCount}.`);
  }
  if (Buffer.compare(seal.previousHash, chain.previousHash) !== 0)
    return fault('Expected the previous end hash, was another.');
  if (Buffer.compare(seal.endHash, chain.endHash) !== 0) {
    return fault(
      `Expected the hash of records ${chain.from} to ${statement.toOffset}, was another: a record was changed.`,
    );
  }
  return { kind: 'good', endHash: seal.endHash };
}
