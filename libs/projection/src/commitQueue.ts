import type { Checkpoint, ProjectionStore, RowChange } from './projectionStore.js';

/**
 * Commits what each step changed, one transaction at a time and never out of order. While one is under way the next
 * steps' changes gather and go together, so a slow database costs a replay no round trip a step. Nothing is lost by it: a
 * crash finds an older checkpoint, and the log gives back what followed.
 */
export class CommitQueue {
  private waiting: { checkpoint: Checkpoint; changes: Map<string, RowChange> } | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: ProjectionStore,
    private readonly epoch: bigint,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Takes over the rows as they stand now, between two steps, with the checkpoint that belongs to them. */
  add(checkpoint: Checkpoint, changes: readonly RowChange[]): void {
    this.waiting ??= { checkpoint, changes: new Map() };
    this.waiting.checkpoint = checkpoint;
    for (const change of changes) this.waiting.changes.set(`${change.table}\u0000${change.key}`, change);
    this.running ??= this.run();
  }

  /** Resolves when everything added has been committed, or has failed. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.waiting !== undefined) {
        const { checkpoint, changes } = this.waiting;
        this.waiting = undefined;
        await this.store.commit(this.epoch, checkpoint, [...changes.values()]);
      }
    } catch (error) {
      this.waiting = undefined;
      this.onFailure(error);
    } finally {
      this.running = undefined;
    }
  }
}
