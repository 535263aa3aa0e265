import { isEvent } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ListLimitsResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { StageHost } from '@gimbal/projection';
import type { OwnPortfolio } from '../domain/commands/ownPortfolio.js';
import { newestExposure } from '../domain/queries/findExposure.js';
import { limitStandings } from '../domain/queries/limitStandings.js';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';

/** The limits against the newest exposure, official or indicative. Without one, or when it has expired, each says so. */
export async function listLimits(
  host: StageHost<RiskState>,
  ports: RiskPorts,
  { key }: OwnPortfolio,
): Promise<ListLimitsResponse> {
  const row = newestExposure(host.state, key);
  const found = row === undefined ? undefined : await ports.readEvent(row);
  const exposure = found !== undefined && isEvent(found, ExposureCalculated) ? found.value : undefined;
  // After the read, so that limits and cut are of one moment.
  const { state, cut } = host;
  return { cut, limits: limitStandings(state, state.portfolios.get(key)!, exposure, cut.timeUs) };
}
