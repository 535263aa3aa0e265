import { describe, expect, it } from 'vitest';
import {
  attached,
  configured,
  created,
  desk,
  ethRound,
  GovernanceScenario,
  HEALTH_AT,
  impactsIn,
  loan,
  moved,
  position,
  read,
  recordedMarket,
  statesIn,
  update,
  us,
} from '../../governance.scenario.js';
import { listChanges } from '../queries/listChanges.js';

const AT = '2023-08-17T21:42:47';
const LATER = '2023-08-17T21:43:00';
const LOWER_THRESHOLD = update('WETH', 'liquidation_threshold_bps', '8250', '8000');
const RAISED_THRESHOLD = update('WETH', 'liquidation_threshold_bps', '8250', '8300');
const CREATED_AT = '2023-08-13T19:37:52';

describe('the impact of a change', () => {
  it('is the health factor before and after, in the integers of the contract', () => {
    const drafts = desk().step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    expect(impactsIn(drafts)).toEqual([
      {
        changeId: 'aave-v3:polygon/83',
        tenant: 'desk-a',
        portfolioId: 'main',
        accountId: 'aave:main',
        healthFactorWadBefore: HEALTH_AT[8250],
        healthFactorWadAfter: HEALTH_AT[8000],
        healthFactorBefore: Number('1.048999859707880247'),
        healthFactorAfter: Number('1.017211985171275018'),
        touchedAssets: ['WETH'],
        unavailableReason: '',
        cut: expect.objectContaining({ step: 2n, timeUs: us(AT) }),
      },
    ]);
    const raised = desk().step(AT, created(83, CREATED_AT), read(83, RAISED_THRESHOLD));
    expect(impactsIn(raised)[0]?.healthFactorWadAfter).toBe(HEALTH_AT[8300]);
  });

  it('is none where no touched asset is held, and no move where health does not rest on the parameter', () => {
    const wbtc = update('WBTC', 'liquidation_threshold_bps', '7500', '7000');
    expect(impactsIn(desk().step(AT, created(83, CREATED_AT), read(83, wbtc)))).toEqual([]);
    const cap = impactsIn(desk().step(AT, created(83, CREATED_AT), read(83, update('USDC', 'borrow_cap', '1', '2'))));
    expect(cap[0]).toMatchObject({
      touchedAssets: ['USDC'],
      healthFactorWadBefore: HEALTH_AT[8250],
      healthFactorWadAfter: HEALTH_AT[8250],
    });
  });

  it('is said again when the change moves on', () => {
    const scenario = desk();
    scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    expect(impactsIn(scenario.step(LATER, moved('queued', 83, LATER)))).toHaveLength(1);
    const other = scenario.step('2023-08-17T21:44:00', read(83, RAISED_THRESHOLD));
    expect(impactsIn(other)[0]?.healthFactorWadAfter).toBe(HEALTH_AT[8300]);
    expect(impactsIn(scenario.step('2023-08-17T21:45:00', moved('cancelled', 83, LATER)))).toEqual([]);
  });

  it('is said again when health has moved by more than 0.01, and not for less', () => {
    const scenario = desk();
    scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    // By hand as above: at 1,638.00 health is 1.03938…, 0.0096 lower; at 1,637.16 it is 1.03884…, 0.01015 lower.
    expect(impactsIn(scenario.step('2023-08-17T21:43:00', ethRound('163800000000', '2023-08-17T21:43:00')))).toEqual(
      [],
    );
    const due = impactsIn(scenario.step('2023-08-17T21:44:00', ethRound('163716000000', '2023-08-17T21:44:00')));
    expect(due[0]).toMatchObject({
      healthFactorWadBefore: '1038847183768875576',
      healthFactorWadAfter: '1007366966078906852',
    });
    expect(scenario.step('2023-08-17T21:44:01')).toEqual([]);
    const crash = impactsIn(scenario.step('2023-08-17T21:45:23', ethRound('155799625094', '2023-08-17T21:45:23')));
    expect(crash[0]).toMatchObject({
      healthFactorWadBefore: '988614440623685938',
      healthFactorWadAfter: '958656427271453963',
    });
  });

  it('is said again when the account itself has moved', () => {
    const scenario = desk();
    scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    // 60,000 USDC repaid at the index of 21:42 burn 57791344700 scaled; health by hand as above.
    const repaid = scenario.step(LATER, position('aave:main', 'USDC', '0', (1252304838704n - 57791344700n).toString()));
    expect(impactsIn(repaid)[0]?.healthFactorWadBefore).toBe('1099751159535436218');
    const unmoved = scenario.step('2023-08-17T21:44:00', position('aave:twin', 'WETH', '1', '0'));
    expect(unmoved).toEqual([]);
    // One unit more of debt is nothing to health, but it is a move of the account.
    expect(
      impactsIn(scenario.step('2023-08-17T21:45:00', position('aave:main', 'USDC', '0', '1194513494005'))),
    ).toHaveLength(1);
  });

  it('is taken back when the account holds nothing of it any more', () => {
    const scenario = desk();
    scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    const closed = [position('aave:main', 'WETH', '0', '0'), position('aave:main', 'USDC', '0', '0')];
    expect(impactsIn(scenario.step(LATER, ...closed))[0]).toMatchObject({ touchedAssets: [] });
    expect(listChanges(scenario.state, 'desk-a', us(LATER), false)[0]?.impacts).toEqual([]);
    expect(scenario.step('2023-08-17T21:44:00')).toEqual([]);
  });

  it('of what has happened is from the parameters before to those after, and is said once', () => {
    const scenario = desk();
    scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD), moved('queued', 83, '2023-08-16T21:00:00'));
    const executed = scenario.step(LATER, configured('WETH', 8000), moved('executed', 83, LATER));
    expect(statesIn(executed)).toEqual(['EXECUTED']);
    expect(impactsIn(executed)[0]).toMatchObject({
      healthFactorWadBefore: HEALTH_AT[8250],
      healthFactorWadAfter: HEALTH_AT[8000],
    });
    expect(scenario.step('2023-08-17T21:45:23', ethRound('155799625094', '2023-08-17T21:45:23'))).toEqual([]);
  });

  it('names what the configurator would refuse: a threshold cut below the loan-to-value by the rules of v3.6', () => {
    const scenario = desk();
    scenario.step(AT, configured('WETH', 8250, 'aave-v3.6'), configured('USDC', 8500, 'aave-v3.6'));
    // A loan-to-value of 80 % stands, and the payload sets the threshold alone.
    const below = update('WETH', 'liquidation_threshold_bps', '8250', '7900');
    const impacts = impactsIn(scenario.step(LATER, created(83, CREATED_AT), read(83, below)));
    expect(impacts).toMatchObject([
      {
        touchedAssets: ['WETH'],
        healthFactorWadAfter: '',
        healthFactorAfter: 0,
        unavailableReason:
          'Expected an LTV of WETH of at most its threshold of 7900 bps, was 8000 bps. ' +
          'The configurator refuses such a set: this change fails if nothing else is set with it.',
      },
    ]);
    expect(impacts[0]?.healthFactorBefore).toBeGreaterThan(1);
    expect(listChanges(scenario.state, 'desk-a', us(LATER), false)[0]?.impacts).toHaveLength(1);
    // With the loan-to-value cut beside it there is a health.
    const both = read(83, below, update('WETH', 'ltv_bps', '8000', '7800'));
    const [sound] = impactsIn(scenario.step('2023-08-17T21:44:00', both));
    expect(sound).toMatchObject({ unavailableReason: '' });
    expect(sound!.healthFactorAfter / sound!.healthFactorBefore).toBeCloseTo(79 / 82.5, 9);
  });

  it('waits until health can be computed', () => {
    const scenario = new GovernanceScenario();
    scenario.step(
      AT,
      ...loan('aave:main'),
      attached('desk-a', 'main', 'aave:main'),
      created(83, CREATED_AT),
      read(83, LOWER_THRESHOLD),
    );
    expect(impactsIn(scenario.step(LATER, ...recordedMarket()))[0]?.healthFactorWadAfter).toBe(HEALTH_AT[8000]);
  });
});
