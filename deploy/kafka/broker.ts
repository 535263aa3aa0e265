import { installKafka } from './installKafka.ts';
import { keptDataDir, startBroker } from './startBroker.ts';

const [command = '', portText = '9092'] = process.argv.slice(2);
const ALIVE_CHECK_MS = 1_000;

if (command === 'install') {
  process.stdout.write(`The jars of Kafka are in ${await installKafka()}.\n`);
} else if (command === 'start') {
  const broker = await startBroker({ port: Number(portText), dataDir: keptDataDir });
  process.stdout.write(
    `Kafka listens on ${broker.bootstrap} (process ${broker.pid}, data in ${broker.dataDir}). Ctrl-C stops it.\n`,
  );
  const stop = () => void broker.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // The broker ends with this process, so this one stays as long as it runs.
  const check = setInterval(() => {
    if (broker.isRunning) return;
    clearInterval(check);
    process.stderr.write(`Kafka has ended. What it said is in ${broker.dataDir}/broker.log.\n`);
    process.exitCode = 1;
  }, ALIVE_CHECK_MS);
} else {
  process.stderr.write(
    'Expected `node deploy/kafka/broker.ts install` or `node deploy/kafka/broker.ts start [port]`.\n',
  );
  process.exitCode = 2;
}
