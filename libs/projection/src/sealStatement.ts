import { createHash } from 'node:crypto';

/** What a seal says, before it is signed. */
export interface SealStatement {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: number;
  readonly toOffset: number;
  readonly recordCount: number;
  readonly previousHash: Uint8Array;
  readonly endHash: Uint8Array;
}

/** The hash before the first record of a partition. */
export function genesisHash(topic: string, partition: number): Uint8Array {
  return createHash('sha256').update(`gimbal seal genesis ${topic}/${partition}`).digest();
}

/** The bytes that are signed: every part with its length, so that two statements never share bytes. */
export function sealStatementBytes(statement: SealStatement): Uint8Array {
  const { topic, partition, fromOffset, toOffset, recordCount, previousHash, endHash } = statement;
  const text = `gimbal-seal-v1\n${topic}\n${partition}\n${fromOffset}\n${toOffset}\n${recordCount}\n`;
  return Buffer.concat([
    Buffer.from(text),
    Buffer.from(`${Buffer.from(previousHash).toString('hex')}\n${Buffer.from(endHash).toString('hex')}\n`),
  ]);
}

/** A head kept outside the log. */
export interface SealedHeadStatement {
  readonly topic: string;
  readonly partition: number;
  readonly sealedToOffset: number;
  readonly endHash: Uint8Array;
}

export function headsStatementBytes(heads: readonly SealedHeadStatement[]): Uint8Array {
  const lines = heads.map(
    (h) => `${h.topic}\n${h.partition}\n${h.sealedToOffset}\n${Buffer.from(h.endHash).toString('hex')}\n`,
  );
  return Buffer.from(`gimbal-heads-v1\n${lines.sort().join('')}`);
}
