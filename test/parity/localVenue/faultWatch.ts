import { FAULT_KINDS, type FaultKind, type InjectedFault } from '@gimbal/testkit';
import type { FaultRow, Finding } from './findings.ts';
import type { IngestedStep } from './ingestedVenue.ts';

/** After a fault was found, so long until the next one: a degradation ends after ten quiet seconds. */
const SETTLING_MS = 12_000;
/** What isn't found in so many times its limit is lost. */
const LOST_AFTER_LIMITS = 2;

interface Open {
  readonly fault: InjectedFault;
  left: Finding[];
  /** The latest finding as a share of its limit. */
  share: number;
}

export interface FaultCount {
  found: number;
  total: number;
}

/** Holds what was said against the faults that were injected, one at a time. */
export class FaultWatch {
  readonly counts = new Map<FaultKind, FaultCount>();
  readonly lost: string[] = [];
  slowest = { name: 'none', ms: 0, withinMs: 1 };
  private handled = 0;
  private open: Open | undefined;
  private settledAtMs = 0;

  private readonly rows: readonly FaultRow[];
  private readonly injected: () => readonly InjectedFault[];
  private readonly isConnected: () => boolean;

  constructor(rows: readonly FaultRow[], injected: () => readonly InjectedFault[], isConnected: () => boolean) {
    this.rows = rows;
    this.injected = injected;
    this.isConnected = isConnected;
  }

  get found(): number {
    return [...this.counts.values()].reduce((sum, { found }) => sum + found, 0);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, { total }) => sum + total, 0);
  }

  mayInject(nowMs: number): boolean {
    return (
      this.open === undefined &&
      this.handled === this.injected().length &&
      nowMs >= this.settledAtMs &&
      this.isConnected()
    );
  }

  hear(step: IngestedStep): void {
    const atMs = Number(step.timeUs / 1_000n);
    this.takeNext();
    if (this.open === undefined) {
      if (!this.isConnected()) this.settledAtMs = atMs + SETTLING_MS;
      return;
    }
    const { fault } = this.open;
    for (const finding of this.open.left) {
      const ms = atMs - fault.atMs;
      if (!finding.isIn(step, fault)) {
        if (ms > finding.withinMs * LOST_AFTER_LIMITS) return this.close(atMs, finding, ms);
        continue;
      }
      if (ms > finding.withinMs) return this.close(atMs, finding, ms);
      this.open.left = this.open.left.filter((one) => one !== finding);
      const share = ms / finding.withinMs;
      if (share > this.slowest.ms / this.slowest.withinMs) {
        this.slowest = { name: `${fault.kind} of ${fault.onto}: ${finding.name}`, ms, withinMs: finding.withinMs };
      }
    }
    if (this.open.left.length === 0) this.close(atMs);
  }

  private takeNext(): void {
    const fault = this.injected()[this.handled];
    if (this.open !== undefined || fault === undefined) return;
    this.handled++;
    const row = this.rows.find(({ kind, onto }) => kind === fault.kind && onto.includes(fault.onto));
    this.open = { fault, left: [...(row?.findings ?? [])], share: 0 };
  }

  private close(atMs: number, missed?: Finding, ms = 0): void {
    const { kind, onto, channel, sent } = this.open!.fault;
    const count = this.counts.get(kind) ?? { found: 0, total: 0 };
    this.counts.set(kind, { found: count.found + (missed === undefined ? 1 : 0), total: count.total + 1 });
    if (missed !== undefined) {
      this.lost.push(
        `${kind} of ${onto} (${channel}): expected ${missed.name} within ${missed.withinMs} ms, was none or after ${ms} ms; sent ${sent.slice(0, 200)}`,
      );
    }
    this.open = undefined;
    this.settledAtMs = atMs + SETTLING_MS;
  }
}

/** Kinds in the order of their declaration, with what was found of each. */
export function countsText(counts: ReadonlyMap<FaultKind, FaultCount>): string {
  return FAULT_KINDS.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [`${kind} ${count.found}/${count.total}`];
  }).join(', ');
}
