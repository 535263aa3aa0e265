import { expect, it } from 'vitest';
import type { ServiceName } from '../wire/serviceNames.js';
import type { Status } from './pageState.js';
import { lagRecordsOf, topicLags } from './streamLags.js';

const status = (
  service: ServiceName,
  streams: readonly (readonly [string, number, number, number])[],
): [ServiceName, Status] => [
  service,
  {
    service,
    owner: '',
    epoch: '1',
    step: '1',
    stepTimeUs: '0',
    state: 'serving',
    reason: '',
    quarantinedRecords: '0',
    streams: streams.map(([topic, partition, next, head]) => ({
      topic,
      partition,
      nextOffset: String(next),
      headOffset: String(head),
    })),
  },
];

it('adds partitions up, and takes the furthest head that anybody has seen', () => {
  const statuses = new Map([
    status('risk', [
      ['market', 0, 10, 12],
      ['market', 1, 5, 5],
      ['exposure', 0, 3, 3],
    ]),
    // Asked a moment later.
    status('execution', [
      ['market', 0, 11, 14],
      ['market', 1, 5, 5],
    ]),
  ]);
  expect(topicLags(statuses)).toEqual([
    { topic: 'exposure', headOffset: 3, lagRecords: { risk: 0 }, nextOffset: { risk: 3 } },
    { topic: 'market', headOffset: 19, lagRecords: { risk: 2, execution: 3 }, nextOffset: { risk: 15, execution: 16 } },
  ]);
  expect(lagRecordsOf(statuses.get('risk')!)).toBe(2);
});
