import { ChangeState } from '@gimbal/contracts/governance/v1/governance_events';
import { describe, expect, it } from 'vitest';
import { us } from '../../governance.scenario.js';
import type { PayloadRow } from '../governanceState.js';
import { payloadTimes } from './payloadTimes.js';

const DAY_US = 86_400_000_000n;

/**
 * Payload 83 of Polygon with the terms that its controller's storage shows in the recorded simulation: 0x15180 s of delay,
 * 0x93a80 s of grace, and an expiry at 0x6723535f, 35 days after 0x66f52edf.
 */
const RECORDED: PayloadRow = {
  deployment: 'aave-v3:polygon',
  payloadId: 83n,
  targets: ['0x37a87f3af3d5108f95e98675687c9838eda2abbc'],
  createdAtUs: us('2024-09-26T09:52:31'),
  queuedAtUs: us('2024-09-30T11:19:39'),
  executedAtUs: undefined,
  cancelledAtUs: undefined,
  terms: { delayUs: DAY_US, graceUs: 7n * DAY_US, expiryUs: 35n * DAY_US },
  content: undefined,
};

function stateAt(row: PayloadRow, at: string): string | undefined {
  const times = payloadTimes(row, us(at));
  return times && ChangeState[times.state].replace('CHANGE_STATE_', '');
}

describe('payloadTimes', () => {
  it('says from and until when a queued payload can be executed', () => {
    const times = payloadTimes(RECORDED, us('2024-09-30T12:00:00'));
    expect(times).toEqual({
      state: ChangeState.CHANGE_STATE_QUEUED,
      executableFromUs: us('2024-10-01T11:19:39'),
      executableUntilUs: us('2024-10-08T11:19:39'),
    });
    // It was executed at 11:19:48 on 1 October, nine seconds into the window.
    expect(us('2024-10-01T11:19:48') - times!.executableFromUs).toBe(9_000_000n);
  });

  it('knows no window of what is not queued, and none of an access level without a delay', () => {
    const notQueued = payloadTimes({ ...RECORDED, queuedAtUs: undefined }, us('2024-09-27T00:00:00'));
    expect(notQueued).toEqual({ state: ChangeState.CHANGE_STATE_CREATED, executableFromUs: 0n, executableUntilUs: 0n });
    const unknownDelay = { ...RECORDED, terms: { ...RECORDED.terms!, delayUs: undefined } };
    expect(payloadTimes(unknownDelay, us('2025-12-01T00:00:00'))).toEqual({
      state: ChangeState.CHANGE_STATE_QUEUED,
      executableFromUs: 0n,
      executableUntilUs: 0n,
    });
  });

  it('lets the clock expire what was not queued within 35 days', () => {
    const notQueued = { ...RECORDED, queuedAtUs: undefined };
    // 0x6723535f is 31 October 2024, 09:52:31 UTC.
    expect(us('2024-10-31T09:52:31')).toBe(BigInt(0x6723535f) * 1_000_000n);
    expect(stateAt(notQueued, '2024-10-31T09:52:30')).toBe('CREATED');
    expect(stateAt(notQueued, '2024-10-31T09:52:31')).toBe('EXPIRED');
  });

  it('lets the clock expire what was not executed within 7 days of grace', () => {
    expect(stateAt(RECORDED, '2024-10-08T11:19:38')).toBe('QUEUED');
    expect(stateAt(RECORDED, '2024-10-08T11:19:39')).toBe('EXPIRED');
  });

  it('takes a log for final, however late it comes', () => {
    const executed = { ...RECORDED, executedAtUs: us('2024-10-01T11:19:48') };
    expect(stateAt(executed, '2025-01-01T00:00:00')).toBe('EXECUTED');
    const cancelled = { ...RECORDED, cancelledAtUs: us('2024-10-01T00:00:00') };
    expect(stateAt(cancelled, '2025-01-01T00:00:00')).toBe('CANCELLED');
  });

  it('says nothing of a payload that no log spoke of', () => {
    const onlyRead = { ...RECORDED, createdAtUs: undefined, queuedAtUs: undefined, terms: undefined };
    expect(payloadTimes(onlyRead, us('2024-10-01T00:00:00'))).toBeUndefined();
  });
});
