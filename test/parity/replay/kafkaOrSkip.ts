import { findTools } from '../../../deploy/kafka/findTools.ts';
import { type RunningBroker, startBroker } from '../../../deploy/kafka/startBroker.ts';
import { ParityInputError } from '../paritySuite.ts';

/** A broker when Java and Maven are there; under CI there must be one. */
export async function kafkaOrSkip(print: (line: string) => void): Promise<RunningBroker | undefined> {
  const tools = findTools();
  if (!('missing' in tools)) return startBroker({});
  if (process.env['CI'] !== undefined)
    throw new ParityInputError(`Expected Java 17 and Maven under CI: ${tools.missing}`);
  print(`skipped: everything over Kafka (${tools.missing})`);
  return undefined;
}
