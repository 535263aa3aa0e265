import { topics, topicsOwnedBy } from '@gimbal/contracts';
import type { ExportHeadsResponse, SealedHead, VerifySealsResponse } from '@gimbal/contracts/ops/v1/ops_service';
import type { EventLog, StoredRecord } from '@gimbal/event-log';
import {
  allRows,
  headsStatementBytes,
  type PinnedKeys,
  type ProjectionStore,
  refold,
  rowsSha256,
  type SealSigner,
  type Stage,
  type StageRunner,
  type StageState,
  verifySeals,
} from '@gimbal/projection';
import type { OpsPorts } from '@gimbal/runtime';

const VERIFY_READ_MAX_RECORDS = 20_000;

export interface StageOpsOptions<S extends StageState> {
  readonly stage: Stage<S>;
  readonly runner: StageRunner<S>;
  readonly log: EventLog;
  readonly store: ProjectionStore;
  readonly partitionCount: number;
  readonly signer: SealSigner;
  readonly pinned: PinnedKeys;
}

/** What operators may ask of a stage: its standing, its seals, a rebuild beside it. */
export function stageOps<S extends StageState>(options: StageOpsOptions<S>): OpsPorts {
  const { stage, runner, log, store, partitionCount, signer, pinned } = options;
  return {
    service: stage.service,
    log,
    partitionCount,
    status: () => runner.status,
    onAdvance: (listener) => runner.onAdvance(listener),
    exportHeads: async (): Promise<ExportHeadsResponse> => {
      // A partition that was never sealed has no head yet.
      const heads = runner.sealedHeads().filter(({ sealedToOffset }) => sealedToOffset >= 0);
      return {
        heads: heads.map((head) => ({
          topic: head.topic,
          partition: head.partition,
          sealedToOffset: BigInt(head.sealedToOffset),
          endHash: Buffer.from(head.endHash),
          keyId: signer.keyId,
        })),
        signature: Buffer.from(signer.sign(headsStatementBytes(heads))),
        keyId: signer.keyId,
      };
    },
    verifySeals: (heads, signal) => verifyOwnSeals({ stage, log, partitionCount, pinned }, heads, signal),
    rebuild: async ({ fromSnapshot, swap, signal }) => {
      const startedMs = performance.now();
      const live = await runner.capture();
      if (live === undefined) throw new Error('Expected to own the projection that is rebuilt.');
      const from = fromSnapshot ? await store.loadSnapshot() : undefined;
      signal.throwIfAborted();
      const again = await refold({ stage, log, partitionCount, from, ownHeads: live.checkpoint.own });
      const rows = allRows(again.fold.tables);
      const rebuilt = rowsSha256(rows);
      const current = rowsSha256(live.rows);
      if (swap) await runner.swap({ checkpoint: { ...again.checkpoint, seals: live.checkpoint.seals }, rows });
      return {
        events: BigInt(again.events),
        seconds: (performance.now() - startedMs) / 1000,
        rows: BigInt(rows.length),
        rowsSha256: rebuilt,
        liveRowsSha256: current,
        identical: rebuilt === current,
        swapped: swap,
        step: BigInt(again.checkpoint.step),
      };
    },
  };
}

interface SealScope {
  readonly stage: { readonly service: Parameters<typeof topicsOwnedBy>[0] };
  readonly log: EventLog;
  readonly partitionCount: number;
  readonly pinned: PinnedKeys;
}

async function verifyOwnSeals(
  scope: SealScope,
  heads: readonly SealedHead[],
  signal: AbortSignal,
): Promise<VerifySealsResponse> {
  const exported = new Map(heads.map((head) => [`${head.topic}/${head.partition}`, head]));
  const response: VerifySealsResponse = { sealedRecords: 0n, unsealedRecords: 0n, seals: 0n, faults: [] };
  for (const topic of topicsOwnedBy(scope.stage.service)) {
    for (let partition = 0; partition < scope.partitionCount; partition++) {
      signal.throwIfAborted();
      const head = exported.get(`${topic}/${partition}`);
      const verdict = await verifySeals(
        {
          topic,
          partition,
          firstOffset: await scope.log.firstOffset({ topic, partition }),
          expiryAllowed: topics[topic].plane === 'market',
          keys: scope.pinned,
          head:
            head === undefined
              ? undefined
              : { topic, partition, sealedToOffset: Number(head.sealedToOffset), endHash: head.endHash },
        },
        recordsOf(scope.log, topic, partition),
      );
      response.sealedRecords += BigInt(verdict.sealedRecords);
      response.unsealedRecords += BigInt(verdict.unsealedRecords);
      response.seals += BigInt(verdict.seals);
      response.faults.push(
        ...verdict.faults.map(({ offset, reason }) => ({ topic, partition, offset: BigInt(offset), reason })),
      );
    }
  }
  return response;
}

/** Every record of a partition from the oldest kept to the head at the call. */
export async function* recordsOf(
  log: EventLog,
  topic: string,
  partition: number,
): AsyncIterable<readonly StoredRecord[]> {
  const head = await log.head({ topic, partition });
  let offset = await log.firstOffset({ topic, partition });
  while (offset < head) {
    const batch = await log.read(
      { topic, partition, offset },
      { maxRecords: Math.min(VERIFY_READ_MAX_RECORDS, head - offset) },
    );
    if (batch.records.length === 0) return;
    yield batch.records;
    offset += batch.records.length;
  }
}
