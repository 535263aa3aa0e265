import type { ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';

/** Whether there is nothing new to say. */
export function sameChange(one: ParameterChangeUpdated, other: ParameterChangeUpdated): boolean {
  return (
    one.state === other.state &&
    one.createdAtUs === other.createdAtUs &&
    one.queuedAtUs === other.queuedAtUs &&
    one.executableFromUs === other.executableFromUs &&
    one.executableUntilUs === other.executableUntilUs &&
    one.executedAtUs === other.executedAtUs &&
    one.title === other.title &&
    one.source === other.source &&
    one.updates.length === other.updates.length &&
    one.updates.every((update, i) => {
      const against = other.updates[i]!;
      return (
        update.asset === against.asset &&
        update.parameter === against.parameter &&
        update.before === against.before &&
        update.after === against.after
      );
    })
  );
}
