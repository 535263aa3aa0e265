import type { ServiceName } from '@gimbal/contracts';
import { GetStatusResponse, type StreamPosition } from '@gimbal/contracts/ops/v1/ops_service';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS, SERVICES } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { moment } from '../formatting/moments.js';
import { table } from '../formatting/table.js';

/** Standing by is healthy: such an instance forwards what it is asked. */
const WORKING_STATES: ReadonlySet<string> = new Set(['serving', 'degraded', 'standby', 'rebuilding']);

export const healthCommand: Command = {
  name: 'health',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Shows where each service stands, and how far it is behind the log.',
  details: [
    'The lag is in records that are left to fold. Ends with 1 when a service does not answer or does not work.',
  ],
  options: {
    streams: { type: 'boolean', help: 'each stream of each service, partition by partition' },
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

type Standing = { readonly service: ServiceName } & (
  { readonly status: GetStatusResponse } | { readonly failure: CliFailure }
);

async function run({ options, terminal }: Invocation, services: Services): Promise<0 | 1> {
  const standings = await Promise.all(SERVICES.map((service) => standingOf(services, service)));
  if (options.flag('json')) terminal.out(jsonText(Object.fromEntries(standings.map(jsonOf))));
  else terminal.out(healthText(standings, options.flag('streams')));
  return standings.every((standing) => 'status' in standing && WORKING_STATES.has(standing.status.state)) ? 0 : 1;
}

async function standingOf(services: Services, service: ServiceName): Promise<Standing> {
  const ops = services.ops(service);
  try {
    return { service, status: await services.ask(service, ops, ops.getStatus, {}) };
  } catch (error) {
    if (error instanceof CliFailure) return { service, failure: error };
    throw error;
  }
}

function jsonOf(standing: Standing): readonly [string, unknown] {
  const { service } = standing;
  if ('status' in standing) return [service, GetStatusResponse.toJSON(standing.status)];
  return [service, { error: { message: standing.failure.message, ...standing.failure.details } }];
}

function healthText(standings: readonly Standing[], streams: boolean): string {
  const working = standings.flatMap((standing) => ('status' in standing ? [standing.status] : []));
  const rows = working.map((status) => [
    status.service,
    status.state,
    String(status.step),
    status.stepTimeUs === 0n ? '' : moment(status.stepTimeUs),
    String(sum(status.streams.map(lag))),
    lagByTopic(status.streams),
  ]);
  const blocks =
    rows.length === 0
      ? []
      : [table([['service', 'state', 'step', 'domain time', 'lag', 'of which'], ...rows], [0, 1, 3, 5])];
  const reasons = working.filter(({ reason }) => reason !== '').map(({ service, reason }) => `${service}: ${reason}`);
  const failures = standings.flatMap((standing) => ('failure' in standing ? [standing.failure.message] : []));
  if (streams) blocks.push(streamTable(working));
  return [...blocks, [...reasons, ...failures].join('\n')].filter((block) => block !== '').join('\n\n');
}

function streamTable(statuses: readonly GetStatusResponse[]): string {
  const rows = statuses.flatMap(({ service, streams }) =>
    streams.map((stream) => [
      service,
      `${stream.topic}/${stream.partition}`,
      String(stream.nextOffset),
      String(stream.headOffset),
      String(lag(stream)),
    ]),
  );
  return table([['service', 'stream', 'folded to', 'head', 'lag'], ...rows], [0, 1]);
}

function lagByTopic(streams: readonly StreamPosition[]): string {
  const byTopic = Map.groupBy(streams, ({ topic }) => topic);
  return [...byTopic].map(([topic, parts]) => `${topic} ${sum(parts.map(lag))}`).join(', ');
}

function lag({ nextOffset, headOffset }: StreamPosition): bigint {
  return headOffset - nextOffset;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => a + b, 0n);
}
