import { ProposalExpired, ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../terminal.js';
import { ReplayStory } from './replayStory.js';
import { Screen } from './screen.js';

/** 21:00 of 17 August 2023 by `date -u`. */
const PACED_FROM_US = 1_692_306_000_000_000n;
const MINUTE_US = 60_000_000n;

function story(interactive: boolean) {
  const lines: string[] = [];
  const terminal = { columns: undefined, out: (line: string) => lines.push(line) } as unknown as Terminal;
  const settings = { watched: 'main', lastStep: 9, pacedFromUs: PACED_FROM_US, interactive };
  return { lines, story: new ReplayStory(new Screen(terminal, false), settings) };
}

function exposureAt(timeUs: bigint, step: bigint) {
  const value = ExposureCalculated.fromPartial({
    cut: { step, timeUs },
    referencePriceUsd: 1700,
    total: { deltaUsd: 5 },
  });
  return { $case: 'exposure', value } as const;
}

const made = (proposalId: string) =>
  ({ $case: 'proposalMade', value: ProposalMade.fromPartial({ proposalId }) }) as const;
const expired = (proposalId: string) =>
  ({ $case: 'proposalExpired', value: ProposalExpired.fromPartial({ proposalId }) }) as const;

describe('ReplayStory', () => {
  it('counts the proposals that a reader could not follow, and shows the one that still waits', () => {
    const { lines, story: told } = story(true);
    told.onExposure('main', exposureAt(PACED_FROM_US - 10n * MINUTE_US, 1n));
    for (const event of [made('p1'), expired('p1'), made('p2'), expired('p2'), made('p3')]) told.onExecution(event);
    expect(lines).toEqual([]);
    told.onExposure('main', exposureAt(PACED_FROM_US, 2n));
    expect(lines[0]).toMatch(/^21:00:00 +ETH \$1,700\.00 {2}delta \$5/);
    expect(lines[1]).toBe('21:00:00  expired     2 proposals of the fast hours, which nobody could decide');
    expect(lines[2]).toMatch(/proposed .*\[p3\]$/);
    expect(lines[3]).toBe('                      yours to decide: in the console, or npx gimbal approve p3');
    told.onExecution(expired('p3'));
    expect(lines.slice(4)).toEqual(['21:00:00  expired     nobody decided, or nothing was left to cure [p3]']);
  });

  it('tells everything as it happens where approvals are scripted', () => {
    const { lines, story: told } = story(false);
    told.onExposure('main', exposureAt(PACED_FROM_US - 10n * MINUTE_US, 1n));
    told.onExecution(made('p1'));
    told.onExecution(expired('p1'));
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('yours to decide');
  });

  it('says once in a half hour where the book stands', () => {
    const { lines, story: told } = story(false);
    for (const minute of [0n, 1n, 29n, 30n, 31n, 59n, 61n])
      told.onExposure('main', exposureAt(PACED_FROM_US + minute * MINUTE_US, minute));
    expect(lines.map((line) => line.slice(0, 8))).toEqual(['21:30:00', '22:01:00']);
  });
});
