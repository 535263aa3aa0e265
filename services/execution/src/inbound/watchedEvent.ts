import { type Event, isEvent } from '@gimbal/contracts';
import {
  KillSwitchEngaged,
  KillSwitchReleased,
  ModeSet,
  OrderFilled,
  OrderIntended,
  OrderRejected,
  ProposalApproved,
  ProposalDeclined,
  ProposalExpired,
  ProposalMade,
  ProposalRefused,
} from '@gimbal/contracts/execution/v1/execution_events';
import type { WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';

type Watched = NonNullable<WatchExecutionResponse['event']>;

/** An event of the topic as the stream shows it; undefined for one that the stream has no place for. */
export function watchedEvent(event: Event): Watched | undefined {
  if (isEvent(event, ProposalMade)) return { $case: 'proposalMade', value: event.value };
  if (isEvent(event, ProposalDeclined)) return { $case: 'proposalDeclined', value: event.value };
  if (isEvent(event, ProposalApproved)) return { $case: 'proposalApproved', value: event.value };
  if (isEvent(event, ProposalRefused)) return { $case: 'proposalRefused', value: event.value };
  if (isEvent(event, ProposalExpired)) return { $case: 'proposalExpired', value: event.value };
  if (isEvent(event, OrderIntended)) return { $case: 'orderIntended', value: event.value };
  if (isEvent(event, OrderFilled)) return { $case: 'orderFilled', value: event.value };
  if (isEvent(event, OrderRejected)) return { $case: 'orderRejected', value: event.value };
  if (isEvent(event, ModeSet)) return { $case: 'modeSet', value: event.value };
  if (isEvent(event, KillSwitchEngaged)) return { $case: 'killSwitchEngaged', value: event.value };
  if (isEvent(event, KillSwitchReleased)) return { $case: 'killSwitchReleased', value: event.value };
  return undefined;
}
