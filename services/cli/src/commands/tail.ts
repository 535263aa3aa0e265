import { isTopicName, topicNames, topics } from '@gimbal/contracts';
import type { TailTopicResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { parsePosition } from '../arguments/parsePosition.js';
import { usageFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { moment, place } from '../formatting/moments.js';
import { onStopSignals } from '../stopSignals.js';

/** What owners say about the log itself: ends of steps, seals, claims. */
const CONTROL_TYPES = 'gimbal.log.v1.';

export const tailCommand: Command = {
  name: 'tail',
  operands: 'TOPIC',
  operandCount: { min: 1, max: 1 },
  summary: 'Prints the records of a topic that you may see, one a line.',
  details: [
    `Topics: ${topicNames.join(', ')}.`,
    'Begins at the first record that is kept and ends at the head. --json prints one JSON object a line.',
  ],
  options: {
    'from-head': { type: 'boolean', help: 'begins at the head; with --follow' },
    from: {
      type: 'string',
      value: 'POSITION',
      multiple: true,
      help: 'where to begin in a partition, 2@5512; may be repeated',
    },
    follow: { type: 'boolean', help: 'goes on at the head until Ctrl-C' },
    control: { type: 'boolean', help: 'also what owners say about the log itself: ends of steps, seals, claims' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['tail execution', 'tail exposure --from-head --follow --json'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const topic = positionals[0]!;
  if (!isTopicName(topic)) throw usageFailure(`Expected one of ${topicNames.join(', ')}, was "${topic}".`);
  const { owner } = topics[topic];
  const from = options.list('from').map((text) => parsePosition('from', text, topic));
  const elsewhere = from.find((position) => position.topic !== topic);
  if (elsewhere !== undefined) throw usageFailure(`Expected --from with a place in ${topic}, was ${place(elsewhere)}.`);
  const request = { topic, from, fromHead: options.flag('from-head'), follow: options.flag('follow') };
  const print = options.flag('json') ? jsonLine : textLine;
  const stop = onStopSignals();
  try {
    const stream = services.ops(owner).tailTopic(request, services.metadata);
    await services.read(
      owner,
      stream,
      (record) => {
        if (options.flag('control') || !record.type.startsWith(CONTROL_TYPES)) terminal.out(print(record));
      },
      stop.signal,
    );
    return 0;
  } finally {
    stop.dispose();
  }
}

function textLine(record: TailTopicResponse): string {
  const name = record.type.slice(record.type.lastIndexOf('.') + 1);
  return `${moment(record.timeUs)}  ${place(record.position)}  ${name}  ${record.json}`;
}

function jsonLine({ position, type, id, key, timeUs, json }: TailTopicResponse): string {
  const at = { topic: position?.topic, partition: position?.partition, offset: String(position?.offset ?? 0n) };
  return JSON.stringify({ ...at, type, id, key, timeUs: String(timeUs), value: JSON.parse(json) as unknown });
}
