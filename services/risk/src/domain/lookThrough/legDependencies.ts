import type { Instrument } from '@gimbal/instruments';
import { TRANSIT_PREFIX } from '../observed/observedPlace.js';
import type { AccountRow } from '../riskState.js';
import type { DeclaredDependencies } from './declaredDependencies.js';
import { addDependency, declareOver, dependenciesOf, type Subject } from './dependenciesOf.js';
import type { Dependencies, Dependency, DependencyKindName } from './dependency.js';
import { KNOWN_DEPENDENCIES, KNOWN_TOKENS } from './knownDependencies.js';
import { coinsOfPool, poolKeyOf } from './knownPools.js';

/** What a lending balance rests on beside its coin. */
export interface LendingBacking {
  readonly asset: string;
  /** Empty when no fact named it. */
  readonly tokenAddress: string;
  readonly oracleFeed: string;
}

/** Whom a position rests on: its coins, its protocol and contracts, and where the account keeps it. */
export function positionDependencies(
  instrumentId: string,
  instrument: Instrument | undefined,
  account: AccountRow,
  declared: DeclaredDependencies,
): Dependencies {
  const beneath = instrument === undefined ? [] : beneathInstrument(instrument, account.chain);
  return joined(beneath, account, instrumentId, declared);
}

/** Whom a lending balance rests on: its coin, the protocol, the contracts of the deployment, the oracle of its reserve. */
export function lendingDependencies(
  legId: string,
  backing: LendingBacking,
  account: AccountRow,
  declared: DeclaredDependencies,
): Dependencies {
  const { asset, tokenAddress, oracleFeed } = backing;
  const { deployment, chain } = account;
  const coin = KNOWN_TOKENS.get(`${chain}:${tokenAddress.toLowerCase()}`);
  const beneath = [
    coin === undefined ? coinOn(asset, chain) : { subject: coin },
    { subject: protocolOf(deployment) },
    named('contract', deployment),
    ...(oracleFeed === '' ? [] : [named('oracle', oracleFeed)]),
  ];
  return joined(beneath, account, legId, declared);
}

/** What the desk says of the account and of the leg itself has the last word. */
function joined(
  beneath: readonly Subject[],
  { venue, accountId }: AccountRow,
  legId: string,
  declared: DeclaredDependencies,
): Dependencies {
  const found = new Map<string, Dependency>();
  for (const subject of [...beneath, venueNamed(venue)]) {
    for (const dependency of dependenciesOf(subject, declared).values()) addDependency(found, dependency);
  }
  declareOver(found, accountId, declared);
  declareOver(found, legId, declared);
  return found;
}

function beneathInstrument(instrument: Instrument, accountChain: string): readonly Subject[] {
  switch (instrument.kind) {
    case 'spot':
      return [coinOn(instrument.asset, accountChain)];
    case 'wrapped':
    case 'staked':
    case 'powerperp':
      return [coinOn(instrument.symbol, instrument.chain)];
    case 'synth':
    case 'debtshare':
      return [venueNamed(instrument.venue), coinOn(instrument.symbol, accountChain)];
    case 'perp':
    case 'future':
    case 'option':
    case 'power':
    case 'everlasting': {
      const coins = instrument.quote === 'USD' ? [] : [coinOn(instrument.quote, accountChain)];
      return [venueNamed(instrument.venue), ...coins];
    }
    case 'univ2':
    case 'univ3':
    case 'univ4': {
      const version = `uniswap-v${instrument.kind.slice(-1)}`;
      const pool = poolKeyOf(instrument);
      const coins = (coinsOfPool(pool)?.coins ?? []).map((subject) => ({ subject }));
      return [{ subject: version }, named('contract', `${version}:${instrument.chain}`), { subject: pool }, ...coins];
    }
    case 'lending': {
      const { asset, protocol, chain } = instrument;
      return [coinOn(asset, chain), { subject: protocol }, named('contract', `${protocol}:${chain}`)];
    }
  }
}

/** A venue that nobody knows is a name that can fail. What is on its way between two chains rests on the bridge. */
function venueNamed(venue: string): Subject {
  if (venue.startsWith(TRANSIT_PREFIX)) return named('bridge', venue.slice(TRANSIT_PREFIX.length));
  return KNOWN_DEPENDENCIES.has(venue) ? { subject: venue } : named('protocol', venue);
}

/** A coin may be another one on another chain. */
function coinOn(asset: string, chain: string): Subject {
  const there = `${asset}@${chain}`;
  return { subject: KNOWN_DEPENDENCIES.has(there) ? there : asset };
}

/** A subject that is itself what may fail. */
function named(kind: DependencyKindName, name: string): Subject {
  return { subject: name, restsOn: [{ kind, name, recovery: 0 }] };
}

function protocolOf(deployment: string): string {
  return deployment.split(':', 1)[0]!;
}
