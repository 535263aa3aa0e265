import { VENUE_CAPABILITIES, venueProtocolOf } from '@gimbal/ingestion-service';
import { checkFacts, type FactCheck } from './checkFacts.ts';
import { concatenatedJson } from './concatenatedJson.ts';
import { deribitFrames, deriveFrames } from './jsonRpcFrames.ts';
import { dydxFrames } from './dydxFrames.ts';
import { hyperliquidFrames } from './hyperliquidFrames.ts';
import { Literals } from './literals.ts';
import { compareTicker } from './tickerFields.ts';
import { type Bare, unwrapDocument } from './unwrapDocument.ts';
import type { Unwrapped, VenueDocument, VenueFrame } from './venueFrame.ts';

/** What came of one message. */
export interface Passed {
  readonly venue: string;
  readonly kind: string;
  readonly outcome: 'decoded' | 'refused' | 'unsupported';
  readonly where: string;
  /** Why it was refused, or what is not supported. */
  readonly detail: string;
  readonly assumed: string;
  readonly check: FactCheck;
}

/** Of a file's texts those that are no messages, beside those that are. */
export interface PassedFile {
  readonly passed: readonly Passed[];
  readonly left: readonly { readonly where: string; readonly why: string }[];
}

const KINDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  VENUE_CAPABILITIES.map(({ venue, kinds }) => [
    venue,
    new Set(
      kinds.flatMap(({ kind, transport }) => (venue === 'hyperliquid' && transport === 'rest' ? `info ${kind}` : kind)),
    ),
  ]),
);

const UNWRAPPERS: Readonly<Record<string, (document: VenueDocument, kinds: ReadonlySet<string>) => Unwrapped>> = {
  deribit: deribitFrames,
  derive: deriveFrames,
  hyperliquid: hyperliquidFrames,
  dydx: dydxFrames,
};

export function canUnwrap(venue: string): boolean {
  return Object.hasOwn(UNWRAPPERS, venue);
}

const NO_CHECK: FactCheck = { numbers: 0, mismatches: [] };

/** Passes the messages of a file through the venue's session, in their order, as they would come live. */
export function passFrames(
  venue: string,
  path: string,
  texts: readonly { readonly line: number; readonly text: string }[],
): PassedFile {
  const kinds = KINDS.get(venue)!;
  const name = path
    .split(/[/\\]/)
    .at(-1)!
    .toLowerCase()
    .replace(/(?:\.gz)?$/, '')
    .replace(/\.(?:json|ndjson|jsonl)(?:\.gz)?$/, '');
  const passed: Passed[] = [];
  const left: { where: string; why: string }[] = [];
  const session = openSession(venue);
  for (const { line, text } of texts) {
    const where = `${path}:${line}`;
    for (const messages of messagesOf(text)) {
      if (messages === undefined) left.push({ where, why: 'Expected JSON, was none.' });
      for (const { receivedAtUs, ...message } of messages ?? []) {
        const frames = UNWRAPPERS[venue]!({ name, path, ...message }, kinds);
        if ('notFrames' in frames) left.push({ where, why: frames.notFrames });
        else for (const frame of frames) passed.push(session.pass(frame, where, receivedAtUs, kinds));
      }
    }
  }
  return { passed, left };
}

/** Of a text, or of several that stand on one line. */
function messagesOf(text: string): readonly (readonly Bare[] | undefined)[] {
  const whole = unwrapDocument(text);
  if (whole !== undefined) return [whole];
  return concatenatedJson(text)?.map((value) => unwrapDocument(value.text)) ?? [undefined];
}

/** 1 January 2030: after every recording, so that none of them is in the future. */
const RECEIVED_AT_US = 1_893_456_000_000_000n;
const UTF8 = new TextEncoder();

/** The session of each connection: archives cut messages of many together, one after another or in turn. */
function openSession(venue: string) {
  const feed = {
    id: 'feed',
    decoder: 'venue-session',
    venue,
    account: 'desk',
    staleAfterSeconds: 60,
    assumed: null,
  } as const;
  const protocol = venueProtocolOf(feed)!;
  const connections = new Map<string, Connection<ReturnType<typeof protocol.open>>>();
  const open = () => protocol.open();
  let connection = connectionOf(connections, '', 0, open);
  return {
    pass(frame: VenueFrame, where: string, receivedAtUs: bigint | undefined, kinds: ReadonlySet<string>): Passed {
      const named = /"connection_id"\s*:\s*"([^"]+)"/.exec(frame.raw)?.[1];
      if (named !== undefined) connection = connectionOf(connections, named, numberOf(frame.raw), open);
      const { literals } = connection;
      literals.add(frame.raw);
      const step = protocol.read(connection.state, {
        feed: 'feed',
        raw: UTF8.encode(frame.raw),
        receivedAtUs: receivedAtUs ?? RECEIVED_AT_US,
      });
      connection.state = step.state;
      const { observations, problems } = step.reading;
      const kind = frame.kind ?? 'answer without its request';
      const isListed = frame.kind === undefined || kinds.has(kind);
      const refused = problems.find((problem) => problem.kind === 'refused');
      const unsupported = problems.find((problem) => problem.kind === 'unsupported');
      const outcome =
        !isListed || unsupported !== undefined ? 'unsupported' : refused === undefined ? 'decoded' : 'refused';
      const detail = refused?.detail ?? unsupported?.detail ?? '';
      const events = observations.map(({ event }) => event);
      const { numbers, mismatches } = outcome === 'decoded' ? checkFacts(events, literals, frame.raw) : NO_CHECK;
      const check = { numbers, mismatches: [...mismatches, ...compareTicker(venue, kind, frame.raw, events)] };
      return { venue, kind, outcome, where, detail, assumed: frame.assumed ?? '', check };
    },
  };
}

interface Connection<S> {
  state: S;
  readonly literals: Literals;
  /** Of its newest message. */
  number: number;
}

/** One whose numbers go back was cut apart, and its older part begins anew. */
function connectionOf<S>(
  connections: Map<string, Connection<S>>,
  name: string,
  number: number,
  open: () => S,
): Connection<S> {
  const held = connections.get(name);
  const connection =
    held !== undefined && number > held.number ? held : { state: open(), literals: new Literals(), number };
  connection.number = number;
  connections.set(name, connection);
  return connection;
}

function numberOf(raw: string): number {
  return Number(/"message_id"\s*:\s*(\d+)/.exec(raw)?.[1] ?? 0);
}
