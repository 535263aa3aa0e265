import { ListFeedsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { feedsText } from '../formatting/feedsText.js';
import { jsonText } from '../formatting/jsonText.js';

export const feedsCommand: Command = {
  name: 'feeds',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Shows the health of each feed: age, lag, what was missed or dropped, and what is wrong with it now.',
  details: [
    'Age and limit are on the domain clock. Lag is from the source’s own time to the step that took its last message.',
    'Deviation is an oracle’s price less the market’s, in basis points of the market.',
    'Dropped counts since the log began: refused, late, ahead_of_clock, and how often each reason of degradation came.',
    'Ends with 1 when a feed is stale, degraded or without a connection.',
  ],
  options: {
    faulty: { type: 'boolean', help: 'only feeds that something is wrong with' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['feeds', 'feeds --faulty'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ options, terminal }: Invocation, services: Services): Promise<0 | 1> {
  const { ingestion } = services;
  const answer = await services.ask('ingestion', ingestion, ingestion.listFeeds, {});
  const faulty = answer.feeds.filter((feed) => feed.stale || feed.degraded.length > 0 || !feed.connected);
  const shown = options.flag('faulty') ? { ...answer, feeds: faulty } : answer;
  if (options.flag('json')) terminal.out(jsonText(ListFeedsResponse.toJSON(shown)));
  else terminal.out(feedsText(shown.feeds));
  return faulty.length === 0 ? 0 : 1;
}
