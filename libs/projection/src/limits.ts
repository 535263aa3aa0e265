/** Records buffered per stage before its subscription waits, unless the stage itself waits for a marker. */
export const INPUT_BUFFER_MAX_RECORDS = 50_000;
/** A lease this long survives a pause of the garbage collector, and a dead owner is replaced before a desk notices. */
export const LEASE_TTL_MS = 5_000;
/** Three renewals fit in a lease, so that one lost renewal does not lose the ownership. */
export const LEASE_RENEW_MS = 1_500;
/** How often a standby asks whether the owner is gone. */
export const STANDBY_POLL_MS = 500;
/** The unsealed tail is at most this old. */
export const SEAL_INTERVAL_MS = 4_000;
/** After a failure of the log or the store, wait this long before starting again from the checkpoint; doubles up to the maximum. */
export const RESTART_BACKOFF_MS = 100;
export const RESTART_BACKOFF_MAX_MS = 5_000;
/** Records read at once when an owner reads its own partitions. */
export const OWN_READ_MAX_RECORDS = 20_000;
/** Steps between two snapshots of a projection: a rebuild from one folds at most this many steps. */
export const SNAPSHOT_EVERY_STEPS = 500;
