import { isEvent } from '@gimbal/contracts';
import { ExposureCalculated, PnlExplained, PnlIncidentOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ListPnlRequest, ListPnlResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { RpcFailure } from '@gimbal/runtime';
import { listedPeriods } from '../domain/pnl/listedPeriods.js';
import { openPeriods } from '../domain/pnl/openPeriods.js';
import { exposureOf } from '../domain/queries/findExposure.js';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';

/** The explanations of a portfolio as they were recorded, the incidents that they opened, and the periods still open. */
export async function listPnl(
  state: RiskState,
  ports: RiskPorts,
  key: string,
  request: ListPnlRequest,
): Promise<Omit<ListPnlResponse, 'cut'>> {
  if (!['', 'hour', 'day'].includes(request.period))
    throw new RpcFailure('INVALID_ARGUMENT', `Expected hour, day or nothing, was "${request.period}".`, {
      field: 'period',
    });
  // Before anything is awaited: periods that end meanwhile stay open in this answer, and aren't listed twice.
  const listed = listedPeriods(state, key, request);
  const open = openPeriods(state, key, request);
  const last = exposureOf(state, key, Number(open[0]?.toExposureSequence ?? 0n));
  const periods: PnlExplained[] = [];
  const incidents: PnlIncidentOpened[] = [];
  for (const { partition, offset, incidentOffset } of listed) {
    const said = await ports.readEvent({ topic: 'exposure', partition, offset });
    if (said !== undefined && isEvent(said, PnlExplained)) periods.push(said.value);
    if (incidentOffset === undefined) continue;
    const opened = await ports.readEvent({ topic: 'exposure', partition, offset: incidentOffset });
    if (opened !== undefined && isEvent(opened, PnlIncidentOpened)) incidents.push(opened.value);
  }
  // One that rests on marks that are not kept may have expired: the numbers stand without its record.
  const exposure = last === undefined ? undefined : await ports.readEvent(last);
  const cut = exposure !== undefined && isEvent(exposure, ExposureCalculated) ? exposure.value.cut : undefined;
  return { periods, incidents, openPeriods: open.map((period) => ({ ...period, cut })) };
}
