import type { Position } from '@gimbal/contracts/log/v1/log';
import type { GetExposureRequest, GetExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { GetExposureResponse as GetExposureResponseCodec } from '@gimbal/contracts/risk/v1/risk_service';
import { isPosition, parsePosition } from '../arguments/parsePosition.js';
import { parseTime } from '../arguments/parseTime.js';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { exposureText, GROUPINGS } from '../formatting/exposureText.js';
import { jsonText } from '../formatting/jsonText.js';
import { clock, place } from '../formatting/moments.js';

/** Beyond every place that one can name. */
const OFFSET_MAX = 999_999_999_999_999n;

export const exposureCommand: Command = {
  name: 'exposure',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'Shows what a portfolio is exposed to, now or as of a time or a place in the log.',
  details: [
    'TIME is UTC, 21:45 or 21:45:23 on the day of the newest exposure, or 2023-08-17T21:45:23Z.',
    'POSITION is a place in the stream of exposures, exposure/2@5512: the newest exposure at or before it is shown.',
  ],
  options: {
    'as-of': { type: 'string', value: 'TIME|POSITION', help: 'then instead of now' },
    by: { type: 'string', value: 'WHAT', help: `one line for each ${GROUPINGS.join(', ')}; asset unless said` },
    ...CONNECTION_OPTIONS,
  },
  examples: ['exposure main', 'exposure main --as-of 21:45 --by account'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const portfolioId = positionals[0]!;
  const by = options.oneOf('by', GROUPINGS) ?? 'asset';
  const when = options.text('as-of');
  const asked = when === undefined ? { asOf: undefined } : await askedOf(services, portfolioId, when);
  const answer = await getExposure(services, portfolioId, asked.asOf);
  if (answer.exposure === undefined) {
    throw new CliFailure(`Expected an exposure of ${portfolioId}, there is none yet.`);
  }
  if (options.flag('json')) terminal.out(jsonText(GetExposureResponseCodec.toJSON(answer)));
  else terminal.out([...aheadLines(when, asked, answer), exposureText(answer, by)].join('\n'));
  return 0;
}

interface Asked {
  readonly asOf: GetExposureRequest['asOf'];
  /** Of the newest exposure, when a time was asked for. */
  readonly newestUs?: bigint;
  /** Where the newest exposure of that stream is, when a place was asked for. */
  readonly newestAt?: Position | undefined;
}

/** The service answers a time or a place that is still to come with the newest exposure: right, but not what one asked for. */
function aheadLines(
  when: string | undefined,
  { asOf, newestUs, newestAt }: Asked,
  answer: GetExposureResponse,
): string[] {
  const { exposure, position } = answer;
  if (asOf?.$case === 'asOfTimeUs' && newestUs !== undefined && asOf.value > newestUs) {
    return [`${when} is not reached yet; this is ${clock(exposure?.cut?.timeUs ?? newestUs)}.`];
  }
  const isAhead = asOf?.$case === 'asOfPosition' && newestAt !== undefined && asOf.value.offset > newestAt.offset;
  return isAhead ? [`No exposure has reached ${when} yet; this is the newest, ${place(position)}.`] : [];
}

async function askedOf(services: Services, portfolioId: string, when: string): Promise<Asked> {
  if (isPosition(when)) {
    const value = parsePosition('as-of', when, 'exposure');
    const last = { ...value, offset: OFFSET_MAX };
    const { position } = await getExposure(services, portfolioId, { $case: 'asOfPosition', value: last });
    return { asOf: { $case: 'asOfPosition', value }, newestAt: position };
  }
  // A wrong time is refused before anybody is asked.
  parseTime('as-of', when, 0n);
  const newest = await getExposure(services, portfolioId, undefined);
  const newestUs = newest.exposure?.cut?.timeUs ?? 0n;
  return { asOf: { $case: 'asOfTimeUs', value: parseTime('as-of', when, newestUs) }, newestUs };
}

function getExposure(
  services: Services,
  portfolioId: string,
  asOf: GetExposureRequest['asOf'],
): Promise<GetExposureResponse> {
  const { risk } = services;
  return services.ask('risk', risk, risk.getExposure, { portfolioId, minPosition: undefined, asOf });
}
