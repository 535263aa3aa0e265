import type { ParityOutcome } from '../paritySuite.ts';
import { countsText } from './faultWatch.ts';
import { type LocalVenueRun, runLocalVenue } from './runLocalVenue.ts';
import { VENUE_CASES, type VenueCase } from './venueCases.ts';

/** A burst of one venue is tens of messages, a slow connection lets out some hundred at once. */
const WAITING_MAX = 5_000;

/** As few as show that the suite itself works. */
export const ANY_SIZE = { GIMBAL_VENUE_MESSAGES: '200', GIMBAL_VENUE_FAULTS: '6' } as const;

/**
 * Each venue without faults and with them: sizes by GIMBAL_VENUE_MESSAGES (of a venue) and GIMBAL_VENUE_FAULTS (of all venues
 * together), the run by GIMBAL_VENUE_SEED; GIMBAL_VENUES names those that are run.
 */
export async function compareVenues(
  env: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
): Promise<ParityOutcome> {
  const messages = Number(env['GIMBAL_VENUE_MESSAGES'] ?? 2_000);
  const faultsOfAll = Number(env['GIMBAL_VENUE_FAULTS'] ?? 60);
  const seed = Number(env['GIMBAL_VENUE_SEED'] ?? 1);
  const wanted = env['GIMBAL_VENUES']?.split(',');
  const cases = VENUE_CASES.filter(({ venue }) => wanted?.includes(venue) ?? true);
  const faults = Math.ceil(faultsOfAll / cases.length);
  const outcomes = await Promise.all(
    cases.map((venueCase) => compareVenue(venueCase, { messages, faults, seed }, print)),
  );
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
  const worst = outcomes.toSorted((a, b) => b.share - a.share)[0];
  return {
    matched: sum(({ matched }) => matched),
    total: sum(({ total }) => total),
    tolerance: 'its stated time',
    worst: worst?.worst ?? 'none',
  };
}

interface Outcome {
  readonly matched: number;
  readonly total: number;
  readonly worst: string;
  readonly share: number;
}

async function compareVenue(
  venueCase: VenueCase,
  size: { readonly messages: number; readonly faults: number; readonly seed: number },
  print: (line: string) => void,
): Promise<Outcome> {
  const { venue } = venueCase;
  const [clean, faulty] = await Promise.all([
    runLocalVenue(venueCase, { ...size, faults: 0 }),
    runLocalVenue(venueCase, size),
  ]);
  const { slowest } = faulty.watch;
  const checks = [
    ...checksOf(`${venue} without faults`, clean),
    ...(venueCase.isFactAMessage === false ? [] : countChecks(`${venue} without faults`, clean)),
    ...checksOf(`${venue} with faults`, faulty),
  ];
  const failed = checks.filter(({ ok }) => !ok);
  for (const { name } of failed) print(`${venue}: DIFFERS: ${name}`);
  print(
    `${venue}: ${clean.messages} messages without faults became ${clean.facts} facts; ${faulty.messages} with faults became ${faulty.facts}, in ${Math.round(faulty.domainSeconds)} s of its clock`,
  );
  print(`${venue}: found ${countsText(faulty.watch.counts)}`);
  print(
    `${venue}: waited at most ${clean.waitingMax} and ${faulty.waitingMax} messages; replayed to ${faulty.replayed}`,
  );
  const worst = `${slowest.name} after ${(slowest.ms / 1_000).toFixed(1)} of ${slowest.withinMs / 1_000} s`;
  print(`${venue}: slowest ${worst}`);
  return {
    matched: checks.length - failed.length + faulty.watch.found,
    total: checks.length + Math.max(size.faults, faulty.watch.total),
    worst: `${worst} (${venue})`,
    share: slowest.ms / slowest.withinMs,
  };
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
}

function checksOf(name: string, run: LocalVenueRun): readonly Check[] {
  const { differences, digest, replayed, waitingMax } = run;
  const shown = differences.slice(0, 8).join('; ');
  return [
    { name: `${name}: ${differences.length} differences: ${shown}`, ok: differences.length === 0 },
    { name: `${name}: expected the replay to give ${digest}, was ${replayed}`, ok: digest === replayed },
    {
      name: `${name}: expected at most ${WAITING_MAX} waiting messages, were ${waitingMax}`,
      ok: waitingMax <= WAITING_MAX,
    },
  ];
}

/** Without faults each message that the venue told becomes its fact. */
function countChecks(name: string, { observed, told }: LocalVenueRun): readonly Check[] {
  return (['book', 'mark', 'index'] as const).map((kind) => ({
    name: `${name}: expected ${told[kind]} facts of ${kind}, were ${observed.counts[kind]}`,
    ok: told[kind] === observed.counts[kind],
  }));
}
