import type { DeriveExpiry, DeriveOption } from './deriveMarket.js';
import type { Demand } from './demands.js';
import { aboveZero, confidence, finite, noDuplicates, priced } from './demands.js';
import { LEGS_MAX } from './limits.js';
import { markVol } from './markVol.js';

/** Demands on options and on what the feeds say of their expiries. An expiry that no option names is not looked into. */
export function optionDemands(expiries: readonly DeriveExpiry[], options: readonly DeriveOption[]): Demand[] {
  const named = new Set(options.map(({ expiryS }) => expiryS));
  return [
    ['TooManyLegs', 'options', options.length <= LEGS_MAX, `at most ${LEGS_MAX} legs`, options.length],
    ...noDuplicates(
      'expiries',
      expiries.map(({ expiryS }) => expiryS),
    ),
    ...expiries.filter(({ expiryS }) => named.has(expiryS)).flatMap(expiryDemands),
    ...options.flatMap((option) => legDemands(expiries, option)),
  ];
}

function expiryDemands(expiry: DeriveExpiry): Demand[] {
  const at = `expiry ${expiry.expiryS}`;
  const isPast = expiry.secondsToExpiry <= 0;
  const { settlementPriceUsd } = expiry;
  return [
    finite(`seconds to ${at}`, expiry.secondsToExpiry),
    isPast
      ? [
          'OptionExpired',
          at,
          isPrice(settlementPriceUsd),
          'a settlement price of an expiry that is past',
          settlementPriceUsd,
        ]
      : priced(`forward of ${at}`, expiry.forwardUsd),
    ...(expiry.forwardFixedUsd === undefined ? [] : [fixedDemand(at, expiry.forwardFixedUsd, expiry.forwardUsd)]),
    confidence(`forward confidence of ${at}`, expiry.forwardConfidence),
    finite(`rate of ${at}`, expiry.ratePer1),
    confidence(`rate confidence of ${at}`, expiry.rateConfidence),
    confidence(`vol confidence of ${at}`, expiry.volConfidence),
  ];
}

/** What is fixed is a part of the forward: more of it would leave a negative rest to move. */
function fixedDemand(at: string, fixedUsd: number, forwardUsd: number | undefined): Demand {
  const holds = fixedUsd >= 0 && fixedUsd <= (forwardUsd ?? Number.POSITIVE_INFINITY);
  return ['ValueOutOfRange', `fixed part of the forward of ${at}`, holds, 'from 0 to the forward', fixedUsd];
}

function isPrice(found: number | undefined): boolean {
  return found !== undefined && found > 0 && Number.isFinite(found);
}

function legDemands(expiries: readonly DeriveExpiry[], option: DeriveOption): Demand[] {
  const expiry = expiries.find(({ expiryS }) => expiryS === option.expiryS);
  const leg = `the ${option.right} at ${option.strikeUsd}`;
  const demands: Demand[] = [
    aboveZero(`strike of ${leg}`, option.strikeUsd),
    finite(`amount of ${leg}`, option.amount),
    ['UnknownExpiry', `expiry of ${leg}`, expiry !== undefined, 'an expiry that the feeds name', option.expiryS],
  ];
  if (expiry === undefined || expiry.secondsToExpiry <= 0) return demands;
  const vol = markVol(expiry, option.strikeUsd);
  const isVol = vol !== undefined && vol >= 0 && Number.isFinite(vol);
  return [...demands, ['MissingVol', `vol of ${leg}`, isVol, 'an SVI slice or a mark vol of at least 0', vol]];
}
