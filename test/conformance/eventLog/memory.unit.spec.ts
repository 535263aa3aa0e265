import { createMemoryLog } from '@gimbal/event-log/memory';
import { describeEventLogContract } from './eventLogContract.ts';
import { describeSegments } from './describeSegments.ts';

const makeLog = async () => {
  const log = createMemoryLog();
  return { log, close: () => log.close() };
};

describeEventLogContract('The log in memory', makeLog, { second: false, server: false });
describeSegments('The log in memory', makeLog);
