import { setTimeout as sleep } from 'node:timers/promises';
import type { ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import type { WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { LiquidationObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { WatchExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { clock } from '../../formatting/moments.js';
import { LAST_LINES_WAIT_MS } from '../../limits.js';
import {
  breachClosedLine,
  breachOpenedLine,
  executionLine,
  liquidationLine,
  parameterChangeLine,
  standingLine,
  standingText,
} from './eventLines.js';
import type { ReplayListener } from './followReplay.js';
import type { Screen } from './screen.js';

const HALF_HOUR_US = 1_800_000_000n;
const LAST_LINES_POLL_MS = 20;

export interface StorySettings {
  readonly watched: string;
  readonly lastStep: number;
  /** Where the paced hours begin, if there are any. */
  readonly pacedFromUs: bigint | undefined;
  /** Approvals are the reader's: each proposal says how. */
  readonly interactive: boolean;
}

/** Tells a replay on the screen, from what the streams say. */
export class ReplayStory implements ReplayListener {
  private main: ExposureCalculated | undefined;
  private twin: ExposureCalculated | undefined;
  private expiredUnseen = 0;
  /** Proposals of the fast hours that may still be decided. */
  private readonly pendingUnseen = new Map<string, ProposalMade>();

  constructor(
    private readonly screen: Screen,
    private readonly settings: StorySettings,
  ) {}

  onExposure(portfolioId: string, event: WatchExposureResponse['event']): void {
    switch (event?.$case) {
      case 'breachOpened':
        return this.screen.line(breachOpenedLine(event.value));
      case 'breachClosed':
        return this.screen.line(breachClosedLine(event.value));
      case 'exposure':
        if (portfolioId === this.settings.watched) this.advance(event.value);
        else this.twin = event.value;
        return;
      case undefined:
        return;
    }
  }

  onExecution(event: WatchExecutionResponse['event']): void {
    const nowUs = this.main?.cut?.timeUs ?? 0n;
    if (this.passesUnseen(event, nowUs)) return;
    const line = executionLine(event, nowUs);
    if (line === undefined) return;
    this.screen.line(line);
    if (event?.$case === 'proposalMade') this.invite(event.value.proposalId);
  }

  private invite(proposalId: string): void {
    if (!this.settings.interactive) return;
    this.screen.line(`                      yours to decide: in the console, or npx gimbal approve ${proposalId}`);
  }

  onLiquidation(liquidation: LiquidationObserved): void {
    this.screen.line(liquidationLine(liquidation));
  }

  onParameterChange(change: ParameterChangeUpdated, timeUs: bigint): void {
    this.screen.line(parameterChangeLine(change, timeUs));
  }

  /** Waits until the last exposure was told, so that no line comes after the summary. */
  async toldThrough(step: number): Promise<void> {
    const until = performance.now() + LAST_LINES_WAIT_MS;
    const told = (exposure: ExposureCalculated | undefined): boolean => Number(exposure?.cut?.step ?? 0n) >= step;
    while (!(told(this.main) && told(this.twin)) && performance.now() < until) await sleep(LAST_LINES_POLL_MS);
    this.screen.end();
  }

  private advance(exposure: ExposureCalculated): void {
    const before = this.main;
    this.main = exposure;
    const timeUs = exposure.cut?.timeUs ?? 0n;
    const { lastStep } = this.settings;
    this.screen.progress(
      `${clock(timeUs)}  step ${exposure.cut?.step ?? 0n} of ${lastStep}  ${standingText(exposure, this.twin)}`,
    );
    const isNewHalfHour = timeUs / HALF_HOUR_US !== (before?.cut?.timeUs ?? timeUs) / HALF_HOUR_US;
    if (isNewHalfHour && !this.screen.redraws) this.screen.line(standingLine(exposure, this.twin));
    this.tellUnseen(timeUs);
  }

  /** Without an approver each proposal of the fast hours expires and is made again every ten minutes: nobody could act. */
  private passesUnseen(event: WatchExecutionResponse['event'], nowUs: bigint): boolean {
    const { interactive, pacedFromUs } = this.settings;
    if (!interactive || pacedFromUs === undefined || nowUs >= pacedFromUs) return false;
    if (event?.$case === 'proposalMade') {
      this.pendingUnseen.set(event.value.proposalId, event.value);
    } else if (event?.$case === 'proposalExpired') {
      this.pendingUnseen.delete(event.value.proposalId);
      this.expiredUnseen++;
    } else {
      return false;
    }
    return true;
  }

  /** When the hours come that one can follow: what passed, and what still waits. */
  private tellUnseen(timeUs: bigint): void {
    const { pacedFromUs } = this.settings;
    if (pacedFromUs === undefined || timeUs < pacedFromUs) return;
    if (this.expiredUnseen > 0) {
      const many = this.expiredUnseen === 1 ? 'one proposal' : `${this.expiredUnseen} proposals`;
      this.screen.line(`${clock(timeUs)}  expired     ${many} of the fast hours, which nobody could decide`);
      this.expiredUnseen = 0;
    }
    for (const value of this.pendingUnseen.values()) {
      this.screen.line(executionLine({ $case: 'proposalMade', value }, timeUs)!);
      this.invite(value.proposalId);
    }
    this.pendingUnseen.clear();
  }
}
