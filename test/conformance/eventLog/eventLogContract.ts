import { describe } from 'vitest';
import type { MakeLog } from './contractLog.ts';
import { describeAppending } from './describeAppending.ts';
import { describeConcurrency } from './describeConcurrency.ts';
import { describeLifecycle } from './describeLifecycle.ts';
import { describeRecovery } from './describeRecovery.ts';
import { describeReading } from './describeReading.ts';
import { describeSubscribing } from './describeSubscribing.ts';

/**
 * Whether there are other clients of the same log, and a server that can be killed: what has none is not asked for
 * it.
 */
export interface LogCapabilities {
  readonly second: boolean;
  readonly server: boolean;
}

const ALL: LogCapabilities = { second: true, server: true };

/**
 * What every adapter of the event log must do. An adapter's spec file calls this with a way to make a log; each test
 * makes its own and names its own topics, so that adapters may share one server between tests.
 */
export function describeEventLogContract(name: string, makeLog: MakeLog, has: LogCapabilities = ALL): void {
  describe(`${name} keeps the contract of the event log`, () => {
    describeAppending(makeLog);
    describeReading(makeLog);
    describeSubscribing(makeLog);
    if (has.second) describeConcurrency(makeLog);
    if (has.server) describeRecovery(makeLog);
    describeLifecycle(makeLog);
  });
}
