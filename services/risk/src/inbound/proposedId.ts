import { isEvent } from '@gimbal/contracts';
import { LimitChangeProposed, WaiverRequested } from '@gimbal/contracts/risk/v1/portfolio_events';
import { fromPosition } from '@gimbal/runtime';
import type { RiskPorts } from '../outbound/riskPorts.js';
import type { PortfolioCommandAnswer } from './executePortfolioCommand.js';

/** The id that a command's fact gave to what it asks for. Read back from the log, so that a repeated request gives the same one. */
export async function proposedId(ports: RiskPorts, { position }: PortfolioCommandAnswer): Promise<string> {
  const place = fromPosition(position);
  const said = place === undefined ? undefined : await ports.readEvent(place);
  if (said !== undefined && isEvent(said, LimitChangeProposed)) return said.value.changeId;
  if (said !== undefined && isEvent(said, WaiverRequested)) return said.value.waiverId;
  return '';
}
