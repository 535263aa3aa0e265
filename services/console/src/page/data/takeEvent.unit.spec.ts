import { expect, it } from 'vitest';
import type { StreamEvents } from '../wire/streamEvents.js';
import { newPageState, type PnlExplained, type PnlIncident } from './pageState.js';
import { takeEvent } from './takeEvent.js';

type Said = NonNullable<StreamEvents['exposure']['event']>;

const SESSION = { token: '', subject: 'vera.viewer', tenant: 'desk-a', roles: ['viewer'] };

/** What is asked again because of an event, with the position that it must be answered at. */
function askedBecauseOf(event: Said) {
  const asked: string[] = [];
  const ask =
    (name: string) =>
    (after = '') =>
      void asked.push(after === '' ? name : `${name} after ${after}`);
  const questions = {
    portfolio: ask('portfolio'),
    exposure: ask('exposure'),
    breaches: ask('breaches'),
    limits: ask('limits'),
    'margin-calls': ask('margin-calls'),
    proposals: ask('proposals'),
    changes: ask('changes'),
  };
  const state = newPageState(SESSION);
  const position = { topic: 'exposure', partition: 2, offset: '17' };
  takeEvent(state, { name: 'exposure', data: { position, event } }, questions);
  return { asked, state };
}

it.each([
  ['marginCallRaised', ['margin-calls after exposure/2@17']],
  ['marginCallCleared', ['margin-calls after exposure/2@17']],
  ['waiverExpired', ['limits after exposure/2@17']],
  ['breachOpened', ['breaches after exposure/2@17', 'limits after exposure/2@17', 'portfolio']],
  ['breachClosed', ['breaches after exposure/2@17', 'limits after exposure/2@17', 'portfolio']],
] as const)('asks again after %s', ($case, asked) => {
  expect(askedBecauseOf({ $case, value: {} } as unknown as Said).asked).toEqual(asked);
});

it('keeps what is said of the P&L, and asks nothing', () => {
  const value = { sequence: '1', period: 'hour' } as PnlExplained;
  const explained = askedBecauseOf({ $case: 'pnlExplained', value });
  expect([explained.asked, explained.state.pnl]).toEqual([[], [value]]);
  const incident = { incidentId: 'main/hour/1' } as PnlIncident;
  const opened = askedBecauseOf({ $case: 'pnlIncidentOpened', value: incident });
  expect([opened.asked, opened.state.pnlIncidents]).toEqual([[], [incident]]);
});
