import { createInsecure } from './credentials.ts';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bearer } from '@gimbal/runtime';
import { collectFacts, driveReplay, summarise } from '@gimbal/all-in-one-service';
import { serviceAddresses } from './serviceAddresses.ts';
import { startCluster } from './startCluster.ts';

/** `npm run cluster`: broker, database and five processes without Docker; replays, prints the summary, stops them. */
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    log: { type: 'string', default: 'kafka' },
    recording: { type: 'string', default: resolve(import.meta.dirname, '../data/recordings/2023-08-17') },
    keep: { type: 'boolean', default: false },
  },
});
if (values.log !== 'kafka' && values.log !== 'postgres') {
  console.error(`Expected --log kafka or postgres, was "${values.log}".`);
  process.exit(2);
}
console.log(`Starting ${values.log === 'kafka' ? 'a Kafka broker, ' : ''}PostgreSQL and six processes ...`);
const cluster = await startCluster({ log: values.log, recording: values.recording, console: true, supervise: true });
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
try {
  for (const [target, address] of Object.entries(cluster.addresses)) console.log(`  ${target.padEnd(17)}${address}`);
  const addresses = serviceAddresses(cluster);
  const trader = bearer(cluster.tokens.trader);
  const { replay } = await driveReplay({
    addresses,
    credentials: createInsecure(),
    trader,
    operator: bearer(cluster.tokens.operator),
    approver: bearer(cluster.tokens.approver),
    pace: undefined,
    signal: stopping.signal,
    onStep: (step, timeUs) => {
      if (step % 100 === 0) console.log(`  step ${step}, ${new Date(Number(timeUs / 1000n)).toISOString()}`);
    },
  });
  const facts = await collectFacts(addresses, createInsecure(), trader);
  console.log(summarise({ facts, title: replay.title, assumptions: replay.assumptions, interactive: false }));
  if (values.keep) {
    console.log('Up until Ctrl-C.');
    await new Promise<void>((done) => stopping.signal.addEventListener('abort', () => done()));
  }
} catch (error) {
  if (!stopping.signal.aborted) throw error;
} finally {
  await cluster.stop();
}
