import { GetSurfaceResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { isClock, parseTime } from '../arguments/parseTime.js';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { moment } from '../formatting/moments.js';
import { surfaceText } from '../formatting/surfaceText.js';
import { FIRST_SURFACE_WAIT_MS } from '../limits.js';

/** Of this repository; its options are recorded. */
const SURFACE_RECORDING = 'test/data/recordings/2022-01-25-options';

export const surfaceCommand: Command = {
  name: 'surface',
  operands: 'UNDERLYING',
  operandCount: { min: 1, max: 1 },
  summary: 'Shows the volatility surface of a venue: each expiry, its forward and fit, and why one has no slice.',
  details: [
    'TIME is UTC, 21:45 or 21:45:23 on the day of the newest surface, or 2023-08-17T21:45:23Z.',
    'vol at forward is the annual volatility of an option struck at the forward.',
    'error/points is how far the fit is from the quotes that it used, root mean square weighted by vega, in vol points (one is 1 %).',
    'inside is the share of those quotes whose bid and ask have the fit between them; trust is from 0 to 100 %.',
  ],
  options: {
    venue: { type: 'string', value: 'VENUE', help: 'whose; needed only when more than one has a surface' },
    'as-of': { type: 'string', value: 'TIME', help: 'then instead of now' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['surface ETH', 'surface ETH --venue deribit --as-of 21:45'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [underlying = ''] = positionals;
  const venue = options.text('venue') ?? '';
  const when = options.text('as-of');
  const asOfUs = when === undefined ? 0n : await timeOf(services, underlying, venue, when);
  const answer = await getSurface(services, underlying, venue, asOfUs).catch((error: unknown) =>
    explain(error, services, { underlying, venue, asOfUs }),
  );
  if (answer.surface === undefined) throw new CliFailure(`Expected a surface of ${underlying}, there is none yet.`);
  if (options.flag('json')) terminal.out(jsonText(GetSurfaceResponse.toJSON(answer)));
  else terminal.out(surfaceText(answer));
  return 0;
}

/** Only a time of day needs the day of the newest surface; a wrong time is refused before anybody is asked. */
async function timeOf(services: Services, underlying: string, venue: string, when: string): Promise<bigint> {
  parseTime('as-of', when, 0n);
  const newest = isClock(when)
    ? await getSurface(services, underlying, venue, 0n).catch((error: unknown) =>
        explain(error, services, { underlying, venue, asOfUs: 0n }),
      )
    : undefined;
  return parseTime('as-of', when, newest?.surface?.timeUs ?? 0n);
}

interface Wanted {
  readonly underlying: string;
  readonly venue: string;
  readonly asOfUs: bigint;
}

/** Says why there is no surface, and what to do; other failures stay as they are. */
async function explain(error: unknown, services: Services, wanted: Wanted): Promise<never> {
  if (!(error instanceof CliFailure) || error.details?.code !== 'NOT_FOUND') throw error;
  const isAt = (field: string): boolean => error.details?.fields.some((found) => found.field === field) ?? false;
  if (isAt('underlying')) throw new CliFailure(noQuotes(wanted.underlying), 1, error.details);
  if (!isAt('as_of_us')) throw error;
  // A topic of which the beginning has expired, or a service that is gone by now, must not hide the failure itself.
  const firstUs = await firstSurfaceUs(services, wanted).catch(() => undefined);
  const first = firstUs === undefined ? '' : ` The first is of ${moment(firstUs)} UTC.`;
  throw new CliFailure(
    `Expected a time at which there was a surface of ${wanted.underlying}, was ${moment(wanted.asOfUs)} UTC.${first}`,
    1,
    error.details,
  );
}

function noQuotes(underlying: string): string {
  return [
    `No option quotes are recorded for ${underlying} in this log, so it has no surface.`,
    'Options without one are marked at an assumed flat volatility: gimbal marks shows flat_vol as their source.',
    `A recording with a surface of ETH: npm start -- --recording ${SURFACE_RECORDING}`,
  ].join('\n');
}

/** The first surface stands first in the partition of the newest. */
async function firstSurfaceUs(services: Services, { underlying, venue }: Wanted): Promise<bigint | undefined> {
  const { pricing, metadata } = services;
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(FIRST_SURFACE_WAIT_MS)]);
  let firstUs: bigint | undefined;
  const { position } = await getSurface(services, underlying, venue, 0n);
  const from = position === undefined ? [] : [{ ...position, offset: 0n }];
  const stream = pricing.watchSurface({ underlying, venue, from }, metadata);
  await services.read(
    'pricing',
    stream,
    ({ fitted }) => {
      if (fitted === undefined) return;
      firstUs ??= fitted.timeUs;
      enough.abort();
    },
    signal,
  );
  return firstUs;
}

function getSurface(
  services: Services,
  underlying: string,
  venue: string,
  asOfUs: bigint,
): Promise<GetSurfaceResponse> {
  const { pricing } = services;
  const request = { underlying, venue, asOfUs, minPosition: undefined, strikes: [], expiriesUs: [] };
  return services.ask('pricing', pricing, pricing.getSurface, request);
}
