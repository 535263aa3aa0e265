import {
  type Checkpoint,
  FencedError,
  type Ownership,
  type OwnerRow,
  type ProjectionStore,
  type RowChange,
  type StoredProjection,
} from './projectionStore.js';

/** A store for unit tests and the simulator: it outlives the runner, not the process. */
export function createMemoryProjectionStore(): ProjectionStore {
  let checkpoint: Checkpoint | undefined;
  let rows = new Map<string, RowChange>();
  let highestEpoch = 0n;
  let snapshot: StoredProjection | undefined;
  const nameOf = (row: RowChange): string => `${row.table}\u0000${row.key}`;
  const refuseOld = (epoch: bigint): void => {
    if (epoch < highestEpoch) throw new FencedError(`Expected epoch ${highestEpoch} or later, was ${epoch}.`);
    highestEpoch = epoch;
  };
  return {
    load: async () => (checkpoint === undefined ? undefined : { checkpoint, rows: [...rows.values()] }),
    commit: async (epoch, next, changes) => {
      refuseOld(epoch);
      for (const row of changes) {
        if (row.value === undefined) rows.delete(nameOf(row));
        else rows.set(nameOf(row), row);
      }
      checkpoint = next;
    },
    replace: async (epoch, projection) => {
      refuseOld(epoch);
      rows = new Map(projection.rows.map((row) => [nameOf(row), row]));
      checkpoint = projection.checkpoint;
    },
    saveSnapshot: async (projection) => void (snapshot = projection),
    loadSnapshot: async () => snapshot,
    close: async () => {},
  };
}

/** Ownership for a single process. `now` gives milliseconds of any monotonic clock. */
export function createMemoryOwnership(now: () => number): Ownership {
  let row: (OwnerRow & { expiresAtMs: number }) | undefined;
  let lastEpoch = 0n;
  return {
    claim: async (owner, address, ttlMs, aboveEpoch = 0n) => {
      if (row !== undefined && row.owner !== owner && row.expiresAtMs > now()) return undefined;
      lastEpoch = (aboveEpoch > lastEpoch ? aboveEpoch : lastEpoch) + 1n;
      row = { owner, address, epoch: lastEpoch, expiresAtMs: now() + ttlMs };
      return row.epoch;
    },
    renew: async (owner, epoch, ttlMs) => {
      if (row === undefined || row.owner !== owner || row.epoch !== epoch) return false;
      row = { ...row, expiresAtMs: now() + ttlMs };
      return true;
    },
    current: async () => (row !== undefined && row.expiresAtMs > now() ? row : undefined),
    release: async (owner, epoch) => {
      if (row?.owner === owner && row.epoch === epoch) row = undefined;
    },
  };
}
