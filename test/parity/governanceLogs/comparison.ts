export const KINDS = [
  'decoded',
  'created at',
  'queued at',
  'executed at',
  'in its window',
  'executed block',
  'targets',
  'state',
] as const;
export type Kind = (typeof KINDS)[number];

/** One value of ours beside one of the recording. Times differ by seconds; anything else is the same or it is not. */
export interface Comparison {
  readonly kind: Kind;
  readonly payload: string;
  readonly ours: string;
  readonly theirs: string;
  readonly secondsApart?: number | undefined;
}

export function matches({ ours, theirs }: Comparison): boolean {
  return ours === theirs;
}

export function sameText(kind: Kind, payload: string, ours: string, theirs: string): Comparison {
  return { kind, payload, ours, theirs };
}

/** A time of ours in microseconds, zero when we have none, beside an ISO time of the index. */
export function sameTime(kind: Kind, payload: string, oursUs: bigint, theirs: string): Comparison {
  const ours = oursUs === 0n ? 'none' : isoSeconds(oursUs);
  const secondsApart = oursUs === 0n ? Infinity : Math.abs(Number(oursUs) / 1e6 - Date.parse(theirs) / 1e3);
  return { kind, payload, ours, theirs, secondsApart };
}

function isoSeconds(timeUs: bigint): string {
  return new Date(Number(timeUs / 1000n)).toISOString().replace('.000Z', 'Z');
}
