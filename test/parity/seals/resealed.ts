import { createHash } from 'node:crypto';
import { canonicalBytes } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import type { StoredRecord } from '@gimbal/event-log';
import { type SealSigner, sealStatementBytes } from '@gimbal/projection';
import { isSeal, type SealedPartition } from './sealedPartition.ts';

/** The partition with one fact changed and every seal made again with another key, so that it holds together. */
export function resealed(target: SealedPartition, signer: SealSigner): StoredRecord[] {
  const { topic, partition } = target;
  const changedAt = target.records.findIndex((record) => !isSeal(record) && record.offset > 0);
  const result: StoredRecord[] = [];
  let from = 0;
  let previousHash: Uint8Array = Sealed.decode(target.records.find(isSeal)!.value).previousHash;
  let hash = createHash('sha256').update(previousHash);
  for (const original of target.records) {
    let record: StoredRecord = original.offset === changedAt ? { ...original, key: `${original.key}x` } : original;
    if (isSeal(record)) {
      const endHash = hash.copy().digest();
      const statement = {
        topic,
        partition,
        fromOffset: from,
        toOffset: record.offset - 1,
        recordCount: record.offset - from,
        previousHash,
        endHash,
      };
      const seal: Sealed = {
        ...Sealed.decode(record.value),
        previousHash: Buffer.from(previousHash),
        endHash,
        keyId: signer.keyId,
        signature: Buffer.from(signer.sign(sealStatementBytes(statement))),
      };
      record = { ...record, value: Sealed.encode(seal).finish() };
      from = record.offset;
      previousHash = endHash;
      hash = createHash('sha256').update(endHash);
    }
    hash.update(canonicalBytes([record]));
    result.push(record);
  }
  return result;
}
