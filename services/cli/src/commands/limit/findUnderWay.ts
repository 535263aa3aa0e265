import type { LimitStanding } from '@gimbal/contracts/risk/v1/risk_service';
import { CliFailure, usageFailure } from '../../cliFailure.js';
import type { Services } from '../../connection/services.js';

export interface UnderWay {
  readonly portfolioId: string;
  readonly standing: LimitStanding;
}

/** The limit for which a change is proposed, by the change's id. Throws when it waits no longer. */
export function findChange(services: Services, changeId: string): Promise<UnderWay> {
  return find(services, changeId, 'change', ({ pending }) => pending?.changeId ?? '');
}

/** The limit for which a waiver is asked or in force, by the waiver's id. Throws when it is over. */
export function findWaiver(services: Services, waiverId: string): Promise<UnderWay> {
  return find(services, waiverId, 'waiver', ({ waiver }) => waiver?.waiverId ?? '');
}

async function find(
  services: Services,
  id: string,
  what: 'change' | 'waiver',
  idOf: (standing: LimitStanding) => string,
): Promise<UnderWay> {
  const portfolioId = portfolioOf(id, what);
  const request = { portfolioId, minPosition: undefined };
  const { limits } = await services.ask('risk', services.risk, services.risk.listLimits, request);
  const standing = limits.find((each) => idOf(each) === id);
  if (standing !== undefined) return { portfolioId, standing };
  const known = limits.map(idOf).filter((each) => each !== '');
  throw new CliFailure(
    `Expected a ${what} of ${portfolioId} that is under way, was "${id}"; ${known.length === 0 ? 'none is' : `there are ${known.join(', ')}`}.`,
  );
}

/** An id begins with its portfolio, `main/delta-band/change/1`: no id of a portfolio has a slash. Throws a usage failure. */
export function portfolioOf(id: string, what: 'change' | 'waiver'): string {
  const [, portfolioId, kind] = /^([^/]+)\/[^/]+\/([a-z]+)\/\d+$/.exec(id) ?? [];
  if (portfolioId !== undefined && kind === what) return portfolioId;
  throw usageFailure(`Expected the id of a ${what}, such as main/delta-band/${what}/1, was "${id}".`);
}
